package peer

import (
	"encoding/json"
	"fmt"
	"html"
	"io"
	"net"
	"net/http"
)

// serve hosts each scenario at its id, and the benchmark pages, until it fails. The first line that
// it writes says where it listens.
func serve(library Library, address, directory string, out io.Writer) error {
	mux := http.NewServeMux()
	hostBenchmarks(library, mux)
	if directory != "" {
		if err := hostScenarios(library, mux, directory); err != nil {
			return err
		}
	}
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return err
	}
	where := map[string]string{"listening": listener.Addr().String()}
	if err := json.NewEncoder(out).Encode(where); err != nil {
		return err
	}
	return http.Serve(listener, mux)
}

func hostScenarios(library Library, mux *http.ServeMux, directory string) error {
	scenarios, err := LoadScenarios(directory, library.Dialect())
	if err != nil {
		return err
	}
	index := "<!doctype html><title>Scenarios</title><ul>"
	for _, scenario := range scenarios {
		if _, err := build(library, scenario); err != nil {
			return fmt.Errorf("%s: %w", scenario.ID, err)
		}
		mux.Handle("/"+scenario.ID, library.Server(func() Page {
			built, _ := build(library, scenario) // It was built once already, above.
			return built.page
		}))
		index += fmt.Sprintf(`<li><a href="/%[1]s">%[1]s</a>: %[2]s`, scenario.ID, html.EscapeString(scenario.Title))
	}
	mux.HandleFunc("/{$}", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, index) })
	return nil
}
