package peer

import (
	"context"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"net"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
)

// serve hosts each scenario at its id, and the benchmark page, until it fails. The first line that
// it writes says where it listens.
func serve(library Library, address, directory string, out io.Writer) error {
	mux := http.NewServeMux()
	mux.Handle("/bench", benchHandler(library))
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

// benchHandler serves the benchmark page for any number of rows: one page server for each number.
func benchHandler(library Library) http.Handler {
	var servers sync.Map
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		rows, err := strconv.Atoi(r.URL.Query().Get("rows"))
		if err != nil || rows < 0 {
			http.Error(w, "rows is a number", http.StatusBadRequest)
			return
		}
		server, known := servers.Load(rows)
		if !known {
			created := library.Server(func() Page { return benchPage(library, rows) })
			server, _ = servers.LoadOrStore(rows, created)
		}
		server.(http.Handler).ServeHTTP(w, r)
	})
}

// benchPage is a click counter beside a list of rows that never change.
func benchPage(library Library, rows int) Page {
	page := library.NewPage()
	var count atomic.Int64 // The reference runs the handlers of one session at the same time.
	box, err := library.Box(0)
	if err != nil {
		panic(err)
	}
	click := library.On("click", false, func(context.Context, Event) {
		_ = box.Set(int(count.Add(1))) // It holds an int, and an int is what it is given.
	})
	button := library.Component(ComponentOptions{Name: "button", AutoRender: true})
	button.Add(click.Element(), "Click")
	shown := library.Tag("p")
	shown.Add(box.Node())
	list := library.Tag("ul")
	for row := range rows {
		item := library.Tag("li")
		item.Add(fmt.Sprintf("row %d", row))
		list.Add(item)
	}
	page.Root("body").Add(button, shown, list)
	return page
}
