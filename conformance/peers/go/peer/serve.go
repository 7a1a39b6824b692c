package peer

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io"
	"net"
	"net/http"
	"net/url"
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

// size is that of the table on the benchmark page.
type size struct{ rows, cells int }

// benchHandler serves the benchmark page with a table of any size: one page server for each size.
func benchHandler(library Library) http.Handler {
	var servers sync.Map
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		table, err := tableSize(r.URL.Query())
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		server, known := servers.Load(table)
		if !known {
			created := library.Server(func() Page { return benchPage(library, table) })
			server, _ = servers.LoadOrStore(table, created)
		}
		server.(http.Handler).ServeHTTP(w, r)
	})
}

func tableSize(query url.Values) (size, error) {
	rows, wrong := strconv.Atoi(query.Get("rows"))
	cells, wrongToo := strconv.Atoi(query.Get("cells"))
	if wrong != nil || wrongToo != nil || rows < 0 || cells < 0 {
		return size{}, errors.New("rows and cells are numbers")
	}
	return size{rows, cells}, nil
}

// benchPage is a click counter beside a table that never changes.
func benchPage(library Library, table size) Page {
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
	body := library.Tag("tbody")
	for row := range table.rows {
		line := library.Tag("tr")
		for cell := range table.cells {
			item := library.Tag("td")
			item.Add(fmt.Sprintf("row %d cell %d", row, cell))
			line.Add(item)
		}
		body.Add(line)
	}
	whole := library.Tag("table")
	whole.Add(body)
	page.Root("body").Add(button, shown, whole)
	return page
}
