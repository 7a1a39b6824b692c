package peer

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"time"
)

const (
	// patience is how long a page may take over one frame before the peer gives up.
	patience = 10 * time.Second
	// settle is how long a page gets to tidy up after a handler that renders nothing.
	settle = 5 * time.Millisecond
)

var errSilent = errors.New("the page said nothing more about this frame")

// session is a page that is being driven without a network.
type session struct {
	stage *stage
	html  string
	out   chan Output
}

// open builds two instances, as a visit does: one answers with HTML, the other goes live.
func open(library Library, scenario Scenario) (*session, []string, error) {
	first, err := build(library, scenario)
	if err != nil {
		return nil, nil, err
	}
	html, err := first.page.FirstHTML()
	if err != nil {
		return nil, nil, err
	}
	live, err := build(library, scenario)
	if err != nil {
		return nil, nil, err
	}
	s := &session{stage: live, html: html, out: make(chan Output)}
	live.page.Connect(s.out)
	frames, err := s.collect(1)
	return s, frames, errors.Join(err, live.err)
}

// send hands one frame to the page and returns the frames that it answers with.
func (s *session) send(frame []byte, binary bool) ([]string, error) {
	s.stage.page.Receive(frame, binary)
	frames, err := s.collect(bindingCount(frame, binary))
	return frames, errors.Join(err, s.stage.err)
}

// collect reads until that many outcomes were seen, or one that ends the frame.
func (s *session) collect(outcomes int) ([]string, error) {
	frames := []string{}
	deadline := time.After(patience)
	for outcomes > 0 {
		select {
		case output := <-s.out:
			switch output.Outcome {
			case "":
				frames = append(frames, output.Frame)
			case Dropped:
				return frames, nil
			case Handled:
				time.Sleep(settle)
				fallthrough
			default:
				outcomes--
			}
		case <-deadline:
			return frames, errSilent
		}
	}
	return frames, nil
}

// takeLog returns what the page has logged since the last call.
func (s *session) takeLog() []string {
	log := append([]string{}, s.stage.log...)
	s.stage.log = nil
	return log
}

// bindingCount is how many outcomes an incoming frame has: one for each binding id.
func bindingCount(frame []byte, binary bool) int {
	if binary {
		frame, _, _ = bytes.Cut(frame, []byte("\n\n"))
	}
	var event struct {
		Type string `json:"t"`
		IDs  string `json:"i"`
	}
	if json.Unmarshal(frame, &event) != nil || event.Type != "e" {
		return 1
	}
	return len(strings.Split(event.IDs, ","))
}

// OutcomeOf is the outcome that a message in the reference's log tells of, if it does.
func OutcomeOf(message string) (Outcome, bool) {
	switch message {
	case "unable to find binding":
		return NotFound, true
	case "invalid binary message", "ws msg unmarshal", "ws log",
		"ws msg recv: unexpected message format":
		return Dropped, true
	}
	return "", false
}
