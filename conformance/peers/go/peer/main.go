package peer

import (
	"bufio"
	"encoding/base64"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"slices"
)

// Main is the peer's program: the contract on stdin and stdout, or `serve`.
func Main(library Library, reference string) {
	log.SetFlags(0)
	if len(os.Args) > 1 && os.Args[1] == "serve" {
		flags := flag.NewFlagSet("serve", flag.ExitOnError)
		address := flags.String("addr", "127.0.0.1:0", "address to listen on")
		scenarios := flags.String("scenarios", "", "directory of scenarios to host")
		_ = flags.Parse(os.Args[2:])
		log.Fatal(serve(library, *address, *scenarios, os.Stdout))
	}
	if err := play(library, reference, os.Stdin, os.Stdout); err != nil {
		log.Fatal(err)
	}
}

// greeting is the first line that a peer writes.
type greeting struct {
	Peer      string   `json:"peer"`
	Dialect   string   `json:"dialect"`
	Reference string   `json:"reference"`
	Scripts   []string `json:"scripts"`
}

type request struct {
	Do       string   `json:"do"`
	Scenario Scenario `json:"scenario"`
	Text     *string  `json:"text"`
	Base64   string   `json:"base64"`
	Strategy string   `json:"strategy"`
}

type reply struct {
	HTML   string   `json:"html,omitempty"`
	Tree   string   `json:"tree,omitempty"`
	Frames []string `json:"frames,omitempty"`
	Log    []string `json:"log,omitempty"`
	Error  string   `json:"error,omitempty"`
}

// play answers one line of JSON with another until the input ends.
func play(library Library, reference string, in io.Reader, out io.Writer) error {
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	hello := greeting{"go", library.Dialect(), reference, library.Scripts()}
	if err := encoder.Encode(hello); err != nil {
		return err
	}
	var current *session
	lines := bufio.NewReader(in)
	for {
		line, err := lines.ReadBytes('\n')
		if err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		var answer reply
		current, answer, err = respond(library, current, line)
		if err != nil {
			answer.Error = err.Error()
		}
		if err := encoder.Encode(answer); err != nil {
			return err
		}
	}
}

func respond(library Library, current *session, line []byte) (*session, reply, error) {
	var asked request
	if err := json.Unmarshal(line, &asked); err != nil {
		return current, reply{}, err
	}
	if asked.Do == "open" {
		opened, frames, err := open(library, asked.Scenario)
		if err != nil {
			return nil, reply{}, err
		}
		return opened, reply{HTML: opened.html, Frames: frames, Log: opened.takeLog()}, nil
	}
	if current == nil {
		return nil, reply{}, fmt.Errorf("%q before a scenario is open", asked.Do)
	}
	switch asked.Do {
	case "send":
		frames, err := sendAsked(current, asked)
		return current, reply{Frames: frames, Log: current.takeLog()}, err
	case "tree":
		tree, err := current.stage.page.Tree()
		return current, reply{Tree: tree}, err
	case "close":
		current.stage.page.Close()
		ended := current.takeLog()
		slices.Sort(ended) // The reference unmounts in no particular order.
		return nil, reply{Log: ended}, nil
	}
	return current, reply{}, fmt.Errorf("nothing is known as %q", asked.Do)
}

func sendAsked(current *session, asked request) ([]string, error) {
	if asked.Text != nil {
		return current.send([]byte(*asked.Text), false)
	}
	data, err := base64.StdEncoding.DecodeString(asked.Base64)
	if err != nil {
		return nil, err
	}
	return current.send(data, true)
}
