package peer

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// stage is one page that was built from a scenario, with its named parts.
type stage struct {
	library  Library
	page     Page
	boxes    map[string]Box
	elements map[string]Element
	bindings map[string]Binding
	log      []string
	err      error
}

// build makes a page from a scenario. A scenario that this version can't express is an error.
func build(library Library, scenario Scenario) (s *stage, err error) {
	defer recoverAsError(&err)
	s = &stage{
		library:  library,
		page:     library.NewPage(),
		boxes:    map[string]Box{},
		elements: map[string]Element{},
		bindings: map[string]Binding{},
	}
	for _, name := range Roots {
		s.elements[name] = s.page.Root(name)
	}
	for _, name := range Roots {
		s.elements[name].Add(s.all(scenario.Page[name])...)
	}
	return s, nil
}

// recoverAsError turns the panic of a misused name or version into an error for the runner.
func recoverAsError(err *error) {
	if problem := recover(); problem != nil {
		*err = fmt.Errorf("%v", problem)
	}
}

func (s *stage) all(specs []Spec) []any {
	elements := make([]any, len(specs))
	for i := range specs {
		elements[i] = s.element(&specs[i])
	}
	return elements
}

// element makes what a spec describes; nil and the empty spec are nothing.
func (s *stage) element(spec *Spec) any {
	switch {
	case spec == nil:
		return nil
	case spec.Text != nil:
		return *spec.Text
	case spec.Int != nil:
		return *spec.Int
	case spec.Float != nil:
		return *spec.Float
	case spec.HTML != nil:
		return s.library.HTML(*spec.HTML)
	case spec.Box != "":
		return s.box(spec).Node()
	case spec.Tag != "":
		return s.filled(spec, s.library.Tag(spec.Tag))
	case spec.Component != "" || spec.Wrap != nil:
		return s.filled(spec, s.library.Component(s.componentOptions(spec)))
	case spec.List != "":
		list := s.library.List(spec.List)
		list.SetNodes(s.all(spec.Items))
		return s.filled(spec, list)
	case spec.Ref != "":
		return s.named(spec.Ref)
	case spec.Group != nil:
		return s.library.Group(s.all(spec.Group))
	case spec.AsElements != nil:
		return s.library.Elements(s.all(spec.AsElements))
	case spec.On != "":
		return s.binding(spec).Element()
	case spec.Plugin != "":
		return s.library.Plugin(spec.Plugin)
	default:
		return s.attributes(spec)
	}
}

// attributes makes one element of each entry, because the order of a map is not kept.
func (s *stage) attributes(spec *Spec) any {
	var elements []any
	for _, pair := range spec.Attrs {
		elements = append(elements, s.library.Attr(pair[0], pair[1]))
	}
	for _, name := range spec.AttrsOff {
		elements = append(elements, s.library.AttrOff(name))
	}
	if spec.Class != nil {
		elements = append(elements, s.library.Class(*spec.Class))
	}
	if spec.ClassOff != nil {
		elements = append(elements, s.library.ClassOff(*spec.ClassOff))
	}
	if spec.ClassList != nil {
		elements = append(elements, s.library.ClassList(spec.ClassList))
	}
	if spec.ClassListOff != nil {
		elements = append(elements, s.library.ClassListOff(spec.ClassListOff))
	}
	for _, class := range spec.ClassBool {
		elements = append(elements, s.library.ClassBool(class.Name, class.On))
	}
	for _, pair := range spec.Style {
		elements = append(elements, s.library.Style(pair[0], pair[1]))
	}
	for _, name := range spec.StyleOff {
		elements = append(elements, s.library.StyleOff(name))
	}
	if elements == nil {
		return nil
	}
	return elements
}

// box is the box of that name, made where it is mentioned first.
func (s *stage) box(spec *Spec) Box {
	box, known := s.boxes[spec.Box]
	if !known {
		var err error
		if box, err = s.library.Box(s.element(spec.Value)); err != nil {
			panic(fmt.Sprintf("box %q: %v", spec.Box, err))
		}
		s.boxes[spec.Box] = box
	}
	return box
}

func (s *stage) filled(spec *Spec, element Element) any {
	if spec.Name != "" {
		s.elements[spec.Name] = element
	}
	element.Add(s.all(spec.With)...)
	return element
}

func (s *stage) componentOptions(spec *Spec) ComponentOptions {
	options := ComponentOptions{
		Name:       spec.Component,
		AutoRender: spec.AutoRender == nil || *spec.AutoRender,
		Mount:      s.lifecycle(spec.Mount),
		Unmount:    s.lifecycle(spec.Unmount),
	}
	if spec.Wrap != nil {
		options.Wrap = s.element(spec.Wrap).(Element)
	}
	return options
}

func (s *stage) lifecycle(actions []Action) func(context.Context) {
	if actions == nil {
		return nil
	}
	return func(ctx context.Context) { s.run(ctx, actions, Event{}) }
}

func (s *stage) binding(spec *Spec) Binding {
	actions := spec.Do
	binding := s.library.On(spec.On, spec.Once, func(ctx context.Context, event Event) {
		s.run(ctx, actions, event)
	})
	if spec.Name != "" {
		s.bindings[spec.Name] = binding
	}
	return binding
}

func (s *stage) run(ctx context.Context, actions []Action, event Event) {
	for i := range actions {
		if err := s.act(ctx, &actions[i], event); err != nil {
			s.err = errors.Join(s.err, err)
		}
	}
}

func (s *stage) act(ctx context.Context, action *Action, event Event) (err error) {
	defer recoverAsError(&err)
	switch {
	case action.Set != "":
		return s.boxes[action.Set].Set(s.value(action, event))
	case action.Add != "":
		s.named(action.Add).Add(s.all(action.With)...)
	case action.Insert != "":
		list := s.list(action.Insert)
		list.SetNodes(slices.Insert(slices.Clone(list.Nodes()), action.At, s.all(action.With)...))
	case action.Remove != "":
		list := s.list(action.Remove)
		list.SetNodes(slices.Delete(slices.Clone(list.Nodes()), action.At, action.At+action.Count))
	case action.Order != "":
		list := s.list(action.Order)
		list.SetNodes(ordered(list.Nodes(), action.Indices))
	case action.Rename != "":
		s.named(action.Rename).SetName(action.As)
	case action.RemoveAttributes != "":
		s.named(action.RemoveAttributes).RemoveAttributes(action.Names...)
	case action.Off != "":
		s.bindings[action.Off].Off()
	case action.AutoRender != "":
		s.library.SetAutoRender(s.named(action.AutoRender), action.Enabled)
	case action.Render:
		s.library.Render(ctx)
	case action.RenderComponent != "":
		s.library.RenderComponent(ctx, s.named(action.RenderComponent))
	default:
		s.log = append(s.log, action.Log)
	}
	return nil
}

func (s *stage) value(action *Action, event Event) any {
	if action.From != "" {
		return event.field(action.From)
	}
	return s.element(action.To)
}

func (s *stage) named(name string) Element {
	element, known := s.elements[name]
	if !known {
		panic(fmt.Sprintf("no element is named %q", name))
	}
	return element
}

func (s *stage) list(name string) List { return s.named(name).(List) }

func ordered(nodes []any, indices []int) []any {
	result := make([]any, len(indices))
	for i, index := range indices {
		result[i] = nodes[index]
	}
	return result
}

// field is one field of an event as text; SCENARIOS.md lists the names.
func (e Event) field(name string) string {
	if extra, found := strings.CutPrefix(name, "extra."); found {
		return e.Extra[extra]
	}
	if file, found := strings.CutPrefix(name, "file."); found {
		return e.File.field(file)
	}
	switch name {
	case "value":
		return e.Value
	case "values":
		return strings.Join(e.Values, ",")
	case "initial":
		return strconv.FormatBool(e.Initial)
	case "selected":
		return strconv.FormatBool(e.Selected)
	case "key":
		return e.Key
	case "char_code":
		return strconv.Itoa(e.CharCode)
	case "key_code":
		return strconv.Itoa(e.KeyCode)
	case "shift":
		return strconv.FormatBool(e.Shift)
	case "alt":
		return strconv.FormatBool(e.Alt)
	case "ctrl":
		return strconv.FormatBool(e.Ctrl)
	}
	panic(fmt.Sprintf("an event has no field %q", name))
}

func (f *File) field(name string) string {
	if f == nil {
		return "none"
	}
	switch name {
	case "name":
		return f.Name
	case "size":
		return strconv.Itoa(f.Size)
	case "type":
		return f.Type
	case "index":
		return strconv.Itoa(f.Index)
	case "total":
		return strconv.Itoa(f.Total)
	case "data":
		return hex.EncodeToString(f.Data)
	}
	panic(fmt.Sprintf("a file has no field %q", name))
}
