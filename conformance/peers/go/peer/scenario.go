package peer

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
)

// Scenario is what a peer needs of a scenario file: the page. Its steps are played by the runner.
type Scenario struct {
	ID       string            `json:"id"`
	Title    string            `json:"title"`
	Dialects []string          `json:"dialects"`
	Page     map[string][]Spec `json:"page"`
}

// Roots are the elements that every page has, in the order in which a scenario adds to them.
var Roots = []string{"html", "head", "meta", "title", "body"}

// Spec describes one element; exactly one of its leading fields is set, or none for nothing.
// SCENARIOS.md explains each.
type Spec struct {
	Text         *string     `json:"-"`
	Int          *int        `json:"int"`
	Float        *float64    `json:"float"`
	HTML         *string     `json:"html"`
	Box          string      `json:"box"`
	Tag          string      `json:"tag"`
	Component    string      `json:"component"`
	Wrap         *Spec       `json:"wrap"`
	List         string      `json:"list"`
	Ref          string      `json:"ref"`
	Group        []Spec      `json:"group"`
	AsElements   []Spec      `json:"elements"`
	Attrs        [][2]string `json:"attrs"`
	AttrsOff     []string    `json:"attrs_off"`
	Class        *string     `json:"class"`
	ClassOff     *string     `json:"class_off"`
	ClassList    []string    `json:"class_list"`
	ClassListOff []string    `json:"class_list_off"`
	ClassBool    []ClassBool `json:"class_bool"`
	Style        [][2]string `json:"style"`
	StyleOff     []string    `json:"style_off"`
	On           string      `json:"on"`
	Plugin       string      `json:"plugin"`

	Name       string   `json:"name"`
	Key        string   `json:"key"` // For others: the reference has no keys.
	With       []Spec   `json:"with"`
	Items      []Spec   `json:"items"`
	Value      *Spec    `json:"value"`
	AutoRender *bool    `json:"auto_render"`
	Mount      []Action `json:"mount"`
	Unmount    []Action `json:"unmount"`
	Once       bool     `json:"once"`
	Do         []Action `json:"do"`
}

// ClassBool is one class and whether it is on, written as a pair.
type ClassBool struct {
	Name string
	On   bool
}

// Action describes one change that a handler makes; exactly one of its leading fields is set.
type Action struct {
	Set              string `json:"set"`
	Add              string `json:"add"`
	Insert           string `json:"insert"`
	Remove           string `json:"remove"`
	Order            string `json:"order"`
	Rename           string `json:"rename"`
	RemoveAttributes string `json:"remove_attributes"`
	Off              string `json:"off"`
	AutoRender       string `json:"auto_render"`
	Render           bool   `json:"render"`
	RenderComponent  string `json:"render_component"`
	Log              string `json:"log"`

	To      *Spec    `json:"to"`
	From    string   `json:"from"`
	With    []Spec   `json:"with"`
	At      int      `json:"at"`
	Count   int      `json:"count"`
	Indices []int    `json:"indices"`
	As      string   `json:"as"`
	Names   []string `json:"names"`
	Enabled bool     `json:"enabled"`
}

// UnmarshalJSON lets text be written as a plain string.
func (s *Spec) UnmarshalJSON(data []byte) error {
	if bytes.HasPrefix(data, []byte(`"`)) {
		return json.Unmarshal(data, &s.Text)
	}
	type fields Spec
	return strict(data, (*fields)(s))
}

// UnmarshalJSON refuses fields that are not part of the format.
func (a *Action) UnmarshalJSON(data []byte) error {
	type fields Action
	return strict(data, (*fields)(a))
}

// UnmarshalJSON reads a pair such as ["active", true].
func (c *ClassBool) UnmarshalJSON(data []byte) error {
	return json.Unmarshal(data, &[]any{&c.Name, &c.On})
}

func strict(data []byte, into any) error {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	return decoder.Decode(into)
}

// LoadScenarios reads every scenario of a directory that the dialect can play.
func LoadScenarios(directory, dialect string) ([]Scenario, error) {
	paths, err := filepath.Glob(filepath.Join(directory, "*.json"))
	if err != nil {
		return nil, err
	}
	var scenarios []Scenario
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		var scenario Scenario
		if err := json.Unmarshal(data, &scenario); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		if len(scenario.Dialects) == 0 || slices.Contains(scenario.Dialects, dialect) {
			scenarios = append(scenarios, scenario)
		}
	}
	return scenarios, nil
}
