// Command go01 plays conformance scenarios with the reference, v0.1.0 (dialect 0.1).
package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"

	l "github.com/SamHennessy/hlive"
	"github.com/rs/zerolog"

	"hlive-conformance/peer"
)

const sessionID = "SESSION"

func main() { peer.Main(library{}, "github.com/SamHennessy/hlive v0.1.0") }

// library is v0.1.0 as scenarios need it.
type library struct{}

func (library) Dialect() string { return "0.1" }

func (library) Scripts() []string {
	return []string{
		string(l.NewDiffer().JavaScript),
		string(l.PreventDefaultJavaScript),
		string(l.StopPropagationJavaScript),
	}
}

func (library) Tag(name string) peer.Element { return l.T(name) }

// component is a component whose id the page hands out in document order, where v0.1.0 draws one at
// random when it is made: so that recordings repeat, and ids can be compared between dialects.
type component struct {
	*l.ComponentMountable
	id string
}

func (c *component) GetID() string { return c.id }

func (library) Component(options peer.ComponentOptions) peer.Element {
	made := &l.ComponentMountable{MountFunc: options.Mount, UnmountFunc: options.Unmount}
	if options.Wrap != nil {
		made.Component = l.W(options.Wrap.(*l.Tag))
	} else {
		made.Component = l.C(options.Name)
	}
	made.AutoRender = options.AutoRender
	return &component{ComponentMountable: made}
}

// list is a tag that gives out the nodes it was last given.
type list struct {
	*l.Tag
	nodes []any
}

func (t *list) GetNodes() *l.NodeGroup { return l.G(t.nodes...) }
func (t *list) Nodes() []any           { return t.nodes }
func (t *list) SetNodes(nodes []any)   { t.nodes = nodes }

func (library) List(name string) peer.List { return &list{Tag: l.T(name)} }

// box is a pointer, which is all that v0.1.0 has: it keeps to the kind of its first value.
type box[V any] struct{ value *V }

func (b box[V]) Node() any { return b.value }

func (b box[V]) Set(value any) error {
	same, ok := value.(V)
	if !ok {
		return fmt.Errorf("a box of %T in v0.1.0 can't hold %T", *b.value, value)
	}
	*b.value = same
	return nil
}

func (library) Box(value any) (peer.Box, error) {
	switch v := value.(type) {
	case string:
		return box[string]{&v}, nil
	case int:
		return box[int]{&v}, nil
	case float64:
		return box[float64]{&v}, nil
	case l.HTML:
		return box[l.HTML]{&v}, nil
	}
	return nil, fmt.Errorf("v0.1.0 has no box for %T", value)
}

func (library) HTML(markup string) any      { return l.HTML(markup) }
func (library) Group(nodes []any) any       { return l.G(nodes...) }
func (library) Elements(elements []any) any { return l.E(elements...) }

func (library) Attr(name, value string) any        { return l.NewAttribute(name, value) }
func (library) AttrOff(name string) any            { return l.Attrs{name: nil} }
func (library) Class(names string) any             { return l.Class(names) }
func (library) ClassOff(names string) any          { return l.ClassOff(names) }
func (library) ClassList(names []string) any       { return l.ClassList(names) }
func (library) ClassListOff(names []string) any    { return l.ClassListOff(names) }
func (library) ClassBool(name string, on bool) any { return l.ClassBool{name: on} }
func (library) Style(name, value string) any       { return l.Style{name: value} }
func (library) StyleOff(name string) any           { return l.Style{name: nil} }

func (library) Plugin(name string) any {
	switch name {
	case "prevent_default":
		return l.PreventDefault()
	case "stop_propagation":
		return l.StopPropagation()
	}
	panic(fmt.Sprintf("no plugin is named %q", name))
}

type binding struct{ *l.EventBinding }

func (b binding) Element() any { return b.EventBinding }
func (b binding) Off()         { b.Component.RemoveEventBinding(b.ID) }

func (library) On(event string, once bool, handler func(context.Context, peer.Event)) peer.Binding {
	made := l.On(event, func(ctx context.Context, e l.Event) {
		handler(ctx, shared(e))
		if w, watched := ctx.Value(watchKey{}).(*watch); watched {
			w.handled(e.Binding.Component.IsAutoRender())
		}
	})
	made.Once = once
	return binding{made}
}

func shared(e l.Event) peer.Event {
	return peer.Event{
		Value: e.Value, Values: e.Values, Initial: e.IsInitial, Selected: e.Selected,
		Key: e.Key, CharCode: e.CharCode, KeyCode: e.KeyCode,
		Shift: e.ShiftKey, Alt: e.AltKey, Ctrl: e.CtrlKey,
		File: (*peer.File)(e.File), Extra: e.Extra,
	}
}

func (library) SetAutoRender(element peer.Element, enabled bool) {
	element.(*component).AutoRender = enabled
}

func (library) Render(ctx context.Context) { l.Render(ctx) }

func (library) RenderComponent(ctx context.Context, element peer.Element) {
	l.RenderComponent(ctx, element.(l.Componenter))
}

func (library) Server(newPage func() peer.Page) http.Handler {
	return l.NewPageServer(func() *l.Page { return newPage().(*page).Page })
}

// page is a page and, once it is live, the ends of its connection.
type page struct {
	*l.Page
	ctx     context.Context
	cancel  context.CancelFunc
	receive chan l.MessageWS
}

func (library) NewPage() peer.Page {
	made := &page{Page: l.NewPage()}
	numbering := l.NewPipelineProcessor("number")
	numbering.BeforeTagger = newNumbering()
	made.PipelineDiff.AddBefore(l.PipelineProcessorKeyEventBindingCache, numbering)
	return made
}

// newNumbering gives ids as v0.3.0 does: components count from 1 where they are met first, bindings
// from 1 in each component.
func newNumbering() l.PipeTaggerHandler {
	ids := map[l.Componenter]string{}
	given := map[string]bool{}
	counts := map[l.Componenter]int{}
	return func(_ context.Context, _ io.Writer, tag l.Tagger) (l.Tagger, error) {
		c, ok := tag.(l.Componenter)
		if !ok {
			return tag, nil
		}
		if ids[c] == "" {
			ids[c] = strconv.Itoa(len(ids) + 1)
			if own, ok := c.(*component); ok {
				own.id = ids[c]
			}
			c.(l.Adder).Add(l.NewAttribute(l.AttrID, ids[c]))
		}
		var on []string
		for _, b := range c.GetEventBindings() {
			if !given[b.ID] {
				counts[c]++
				b.ID = ids[c] + "-" + strconv.Itoa(counts[c])
				given[b.ID] = true
			}
			on = append(on, b.ID+"|"+b.Name)
		}
		if on != nil {
			c.(l.Adder).Add(l.NewAttribute(l.AttrOn, strings.Join(on, ",")))
		}
		return tag, nil
	}
}

func (p *page) Root(name string) peer.Element {
	return map[string]any{
		"html": p.DOM.HTML, "head": p.DOM.Head, "meta": p.DOM.Meta,
		"title": p.DOM.Title, "body": p.DOM.Body,
	}[name].(peer.Element)
}

func (p *page) FirstHTML() (string, error) {
	response := httptest.NewRecorder()
	p.ServeHTTP(response, httptest.NewRequest(http.MethodGet, "/", nil))
	return response.Body.String(), nil
}

// Connect sends outcomes through the page's own channel, so that they stay in order with frames.
func (p *page) Connect(out chan<- peer.Output) {
	p.ctx, p.cancel = context.WithCancel(context.Background())
	p.receive = make(chan l.MessageWS)
	send := make(chan l.MessageWS)
	p.watch(&watch{report: func(outcome peer.Outcome) {
		send <- l.MessageWS{Message: []byte(outcome), IsBinary: true}
	}})
	go func() {
		for message := range send {
			if message.IsBinary {
				out <- peer.Output{Outcome: peer.Outcome(message.Message)}
			} else {
				out <- peer.Output{Frame: string(message.Message)}
			}
		}
	}()
	go func() { _ = p.ServeWS(p.ctx, sessionID, send, p.receive) }() // It returns nil, always.
}

// watch finds out what becomes of each event. A render that a handler asks for is no outcome.
type watch struct {
	report   func(peer.Outcome)
	handling bool
}

type watchKey struct{}

func (w *watch) handled(autoRender bool) {
	w.handling = false
	if !autoRender {
		w.report(peer.Handled)
	}
}

func (p *page) watch(w *watch) {
	p.HookBeforeEvent = append(p.HookBeforeEvent, func(ctx context.Context, e l.Event) (context.Context, l.Event) {
		w.handling = true
		return context.WithValue(ctx, watchKey{}, w), e
	})
	p.HookAfterRender = append(p.HookAfterRender, func(context.Context, []l.Diff, chan<- l.MessageWS) {
		if !w.handling {
			w.report(peer.Rendered)
		}
	})
	p.SetLogger(zerolog.New(io.Discard).Hook(w))
}

// Run makes a watch the hook of the page's log. Here an unknown binding ends the whole frame.
func (w *watch) Run(_ *zerolog.Event, _ zerolog.Level, message string) {
	outcome, told := peer.OutcomeOf(message)
	if outcome == peer.NotFound {
		outcome = peer.Dropped
	}
	if told {
		w.report(outcome)
	}
}

func (p *page) Receive(frame []byte, binary bool) {
	p.receive <- l.MessageWS{Message: frame, IsBinary: binary}
}

func (p *page) Tree() (string, error) {
	var markup bytes.Buffer
	err := l.NewRenderer().HTML(&markup, p.DOMBrowser)
	return markup.String(), err
}

func (p *page) Close() {
	p.Page.Close(p.ctx)
	p.cancel()
}
