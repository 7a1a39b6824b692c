package peer

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"sync"
	"time"
)

// tick is how often the page with a clock changes.
const tick = 10 * time.Millisecond

// numbers are those in the query of a page's URL.
type numbers struct{ rows, cells, fields int }

// hostBenchmarks serves the pages that the benchmarks measure, the same ones for all systems.
func hostBenchmarks(library Library, mux *http.ServeMux) {
	shared := &audience{library: library, listeners: map[context.Context]Box{}}
	for path, build := range map[string]func(page Page, asked numbers){
		"/bench":  func(page Page, asked numbers) { benchPage(library, page, asked) },
		"/list":   func(page Page, asked numbers) { listPage(library, page, asked.rows) },
		"/form":   func(page Page, asked numbers) { formPage(library, page, asked.fields) },
		"/clock":  func(page Page, _ numbers) { clockPage(library, page) },
		"/shared": func(page Page, _ numbers) { shared.page(page) },
		"/upload": func(page Page, _ numbers) { uploadPage(library, page) },
	} {
		mux.Handle(path, benchHandler(library, build))
	}
}

// benchHandler serves a page of any size: one page server for each size.
func benchHandler(library Library, build func(Page, numbers)) http.Handler {
	var servers sync.Map
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked := numbersIn(r.URL.Query())
		server, known := servers.Load(asked)
		if !known {
			created := library.Server(func() Page {
				page := library.NewPage()
				build(page, asked)
				return page
			})
			server, _ = servers.LoadOrStore(asked, created)
		}
		server.(http.Handler).ServeHTTP(w, r)
	})
}

func numbersIn(query url.Values) numbers {
	number := func(name string) int {
		found, _ := strconv.Atoi(query.Get(name)) // None is 0.
		return max(found, 0)
	}
	return numbers{number("rows"), number("cells"), number("fields")}
}

// benchPage is a click counter beside a table that never changes.
func benchPage(library Library, page Page, asked numbers) {
	clicks := newCounter(library)
	body := library.Tag("tbody")
	for row := range asked.rows {
		line := library.Tag("tr")
		for cell := range asked.cells {
			line.Add(element(library, "td", fmt.Sprintf("row %d cell %d", row, cell)))
		}
		body.Add(line)
	}
	page.Root("body").Add(
		button(library, "Click", func() { clicks.add(1) }),
		element(library, "p", clicks.Node()),
		element(library, "table", body),
	)
}

// listPage is a table of components, and a button for each way in which it changes.
func listPage(library Library, page Page, rows int) {
	var lock sync.Mutex // The reference runs the handlers of one session at the same time.
	body, filtered := library.List("tbody"), false
	order := make([]any, rows)
	for number := range rows {
		order[number] = row(library, number)
	}
	body.SetNodes(order)
	number := map[any]int{}
	for index, line := range order {
		number[line] = index
	}
	change := func(name string, act func()) Element {
		return button(library, name, func() {
			lock.Lock()
			defer lock.Unlock()
			act()
			body.SetNodes(slices.DeleteFunc(slices.Clone(order), func(line any) bool {
				return filtered && number[line]%2 == 1
			}))
		})
	}
	page.Root("body").Add(
		change("insert", func() {
			made := row(library, len(number))
			number[made] = len(number)
			order = slices.Insert(order, 0, any(made))
		}),
		change("swap", func() { order[1], order[len(order)-2] = order[len(order)-2], order[1] }),
		change("sort", func() { slices.Reverse(order) }),
		change("filter", func() { filtered = !filtered }),
		element(library, "table", body),
	)
}

func row(library Library, number int) Element {
	line := library.Component(ComponentOptions{Name: "tr", AutoRender: true})
	line.Add(element(library, "td", fmt.Sprintf("row %d", number)))
	return line
}

// formPage has fields that are each echoed beside them.
func formPage(library Library, page Page, fields int) {
	for range fields {
		echo := newBox(library, "")
		field := library.Component(ComponentOptions{Name: "input", AutoRender: true})
		field.Add(library.On("input", false, func(_ context.Context, e Event) {
			_ = echo.Set(e.Value) // It holds a string, and a string is what it is given.
		}).Element())
		page.Root("body").Add(field, element(library, "p", echo.Node()))
	}
}

// clockPage shows a number that goes up by itself.
func clockPage(library Library, page Page) {
	ticks := newCounter(library)
	start := func(ctx context.Context) {
		go func() {
			ticker := time.NewTicker(tick)
			defer ticker.Stop()
			for {
				select {
				case <-ticker.C:
					ticks.add(1)
					library.Render(ctx)
				case <-ctx.Done():
					return
				}
			}
		}()
	}
	clock := library.Component(ComponentOptions{Name: "p", AutoRender: true, Mount: start})
	clock.Add(ticks.Node())
	page.Root("body").Add(clock)
}

// audience is all who see the number that a click changes for everybody.
type audience struct {
	library   Library
	lock      sync.Mutex
	number    int
	listeners map[context.Context]Box
}

func (a *audience) page(page Page) {
	shown := newBox(a.library, 0)
	listener := a.library.Component(ComponentOptions{
		Name:       "p",
		AutoRender: true,
		Mount: func(ctx context.Context) {
			a.lock.Lock()
			defer a.lock.Unlock()
			a.listeners[ctx] = shown
		},
	})
	listener.Add(shown.Node())
	page.Root("body").Add(button(a.library, "Publish", func() { go a.publish() }), listener)
}

func (a *audience) publish() {
	a.lock.Lock()
	defer a.lock.Unlock()
	a.number++
	for ctx, shown := range a.listeners {
		if ctx.Err() != nil {
			delete(a.listeners, ctx)
			continue
		}
		_ = shown.Set(a.number) // It holds an int, and an int is what it is given.
		go a.library.Render(ctx)
	}
}

// uploadPage has a file input, and the bytes of all files so far.
func uploadPage(library Library, page Page) {
	size := newCounter(library)
	input := library.Component(ComponentOptions{Name: "input", AutoRender: true})
	input.Add(library.Attr("type", "file"))
	input.Add(library.On("upload", false, func(_ context.Context, e Event) {
		size.add(len(e.File.Data))
	}).Element())
	page.Root("body").Add(input, element(library, "p", size.Node()))
}

// counter is a box with a number that several goroutines may add to.
type counter struct {
	Box
	lock  sync.Mutex
	value int
}

func newCounter(library Library) *counter { return &counter{Box: newBox(library, 0)} }

func (c *counter) add(more int) {
	c.lock.Lock()
	defer c.lock.Unlock()
	c.value += more
	_ = c.Set(c.value) // It holds an int, and an int is what it is given.
}

func newBox(library Library, value any) Box {
	made, err := library.Box(value)
	if err != nil {
		panic(err)
	}
	return made
}

func element(library Library, name string, content ...any) Element {
	made := library.Tag(name)
	made.Add(content...)
	return made
}

func button(library Library, label string, act func()) Element {
	click := library.On("click", false, func(context.Context, Event) { act() })
	made := library.Component(ComponentOptions{Name: "button", AutoRender: true})
	made.Add(click.Element(), label)
	return made
}
