// Command go02 plays conformance scenarios with the reference, v0.3.0 (dialect 0.2).
package main

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"

	l "github.com/SamHennessy/hlive"

	"hlive-conformance/peer"
)

const sessionID = "SESSION"

func main() { peer.Main(library{}, "github.com/SamHennessy/hlive v0.3.0") }

// library is v0.3.0 as scenarios need it.
type library struct{}

func (library) Dialect() string { return "0.2" }

func (library) Scripts() []string {
	return []string{
		string(l.NewDiffer().JavaScript),
		string(l.PreventDefaultJavaScript),
		string(l.StopPropagationJavaScript),
	}
}

func (library) Tag(name string) peer.Element { return l.T(name) }

func (library) Component(options peer.ComponentOptions) peer.Element {
	component := &l.ComponentMountable{}
	if options.Wrap != nil {
		component.Component = l.W(options.Wrap.(*l.Tag))
	} else {
		component.Component = l.C(options.Name)
	}
	component.AutoRender = options.AutoRender
	if options.Mount == nil && options.Unmount == nil {
		return component.Component
	}
	component.SetMount(options.Mount)
	component.SetUnmount(options.Unmount)
	return component
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

type box struct{ *l.NodeBox[any] }

func (b box) Node() any { return b.NodeBox }

func (b box) Set(value any) error {
	b.NodeBox.Set(value)
	return nil
}

func (library) Box(value any) (peer.Box, error) { return box{l.Box(value)}, nil }

func (library) HTML(markup string) any      { return l.HTML(markup) }
func (library) Group(nodes []any) any       { return l.G(nodes...) }
func (library) Elements(elements []any) any { return l.E(elements...) }

func (library) Attr(name, value string) any        { return l.NewAttribute(name, value) }
func (library) AttrOff(name string) any            { return l.AttrsOff{name} }
func (library) Class(names string) any             { return l.Class(names) }
func (library) ClassOff(names string) any          { return l.ClassOff(names) }
func (library) ClassList(names []string) any       { return l.ClassList(names) }
func (library) ClassListOff(names []string) any    { return l.ClassListOff(names) }
func (library) ClassBool(name string, on bool) any { return l.ClassBool{name: on} }
func (library) Style(name, value string) any       { return l.Style{name: value} }
func (library) StyleOff(name string) any           { return l.StyleOff{name} }

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
	switch component := element.(type) {
	case *l.Component:
		component.AutoRender = enabled
	case *l.ComponentMountable:
		component.AutoRender = enabled
	}
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

func (library) NewPage() peer.Page { return &page{Page: l.NewPage()} }

func (p *page) Root(name string) peer.Element {
	dom := p.DOM()
	return map[string]any{
		"html": dom.HTML(), "head": dom.Head(), "meta": dom.Meta(),
		"title": dom.Title(), "body": dom.Body(),
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
	p.HookBeforeEventAdd(func(ctx context.Context, e l.Event) (context.Context, l.Event) {
		w.handling = true
		return context.WithValue(ctx, watchKey{}, w), e
	})
	p.HookAfterRenderAdd(func(context.Context, []l.Diff, chan<- l.MessageWS) {
		if !w.handling {
			w.report(peer.Rendered)
		}
	})
	p.SetLogger(slog.New(w))
}

// Enabled, Handle, WithAttrs and WithGroup make a watch the handler of the page's log.
func (w *watch) Enabled(_ context.Context, level slog.Level) bool { return level >= slog.LevelInfo }

func (w *watch) Handle(_ context.Context, record slog.Record) error {
	if outcome, told := peer.OutcomeOf(record.Message); told {
		w.report(outcome)
	}
	return nil
}

func (w *watch) WithAttrs([]slog.Attr) slog.Handler { return w }
func (w *watch) WithGroup(string) slog.Handler      { return w }

func (p *page) Receive(frame []byte, binary bool) {
	p.receive <- l.MessageWS{Message: frame, IsBinary: binary}
}

func (p *page) Tree() (string, error) {
	var markup bytes.Buffer
	err := l.NewRenderer().HTML(&markup, p.DOMBrowser())
	return markup.String(), err
}

func (p *page) Close() {
	p.Page.Close(p.ctx)
	p.cancel()
}
