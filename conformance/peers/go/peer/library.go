// Package peer is what the Go peers share: the contract, the interpreter of scenarios, the server.
// A Library is one version of the reference behind the few calls that scenarios need.
package peer

import (
	"context"
	"net/http"
)

// Element is a tag or a component, of either version of the reference.
type Element interface {
	Add(elements ...any)
	SetName(name string)
	RemoveAttributes(names ...string)
}

// List is an element whose child nodes are replaced as a whole.
type List interface {
	Element
	Nodes() []any
	SetNodes(nodes []any)
}

// Box is a place in the page whose content can be set. Node is what stands in the page.
type Box interface {
	Node() any
	Set(value any) error
}

// Binding is one event binding. Element is what is added to a component.
type Binding interface {
	Element() any
	Off()
}

// ComponentOptions say how a component is made: from a name, or around an element.
type ComponentOptions struct {
	Name       string
	Wrap       Element
	AutoRender bool
	Mount      func(context.Context)
	Unmount    func(context.Context)
}

// Library is one version of the reference.
type Library interface {
	Dialect() string
	// Scripts are the texts of the client and of the plugins, as pages contain them.
	Scripts() []string

	Tag(name string) Element
	Component(options ComponentOptions) Element
	List(name string) List
	Box(value any) (Box, error)
	HTML(markup string) any
	Group(nodes []any) any
	Elements(elements []any) any

	Attr(name, value string) any
	AttrOff(name string) any
	Class(names string) any
	ClassOff(names string) any
	ClassList(names []string) any
	ClassListOff(names []string) any
	ClassBool(name string, on bool) any
	Style(name, value string) any
	StyleOff(name string) any
	Plugin(name string) any

	On(event string, once bool, handler func(context.Context, Event)) Binding
	SetAutoRender(component Element, enabled bool)
	Render(ctx context.Context)
	RenderComponent(ctx context.Context, component Element)

	NewPage() Page
	// Server serves pages over HTTP and WebSocket, as the reference does.
	Server(newPage func() Page) http.Handler
}

// Page is one instance of a page.
type Page interface {
	// Root is one of the elements that every page has; see Roots.
	Root(name string) Element
	// FirstHTML is the answer to a plain request.
	FirstHTML() (string, error)
	// Connect starts the page's live part, as a WebSocket connection would. Frames and what
	// became of each event arrive on the channel, in order.
	Connect(out chan<- Output)
	// Receive hands over one frame from the browser.
	Receive(frame []byte, binary bool)
	// Tree is what the page believes that the browser shows, as HTML.
	Tree() (string, error)
	// Close ends the page, as the removal of its session does.
	Close()
}

// Output is a frame for the browser, or an outcome when there is one.
type Output struct {
	Frame   string
	Outcome Outcome
}

// Outcome is what became of one incoming frame, or of one binding id in it.
type Outcome string

const (
	// Rendered: the page was rendered after a handler (or at first).
	Rendered Outcome = "rendered"
	// Handled: a handler of a component without auto render ended.
	Handled Outcome = "handled"
	// NotFound: no binding has that id.
	NotFound Outcome = "not found"
	// Dropped: nothing more comes of this frame.
	Dropped Outcome = "dropped"
)

// Event is what a handler is told.
type Event struct {
	Value    string
	Values   []string
	Initial  bool
	Selected bool
	Key      string
	CharCode int
	KeyCode  int
	Shift    bool
	Alt      bool
	Ctrl     bool
	File     *File
	Extra    map[string]string
}

// File is the file part of an event.
type File struct {
	Name  string
	Size  int
	Type  string
	Data  []byte
	Index int
	Total int
}
