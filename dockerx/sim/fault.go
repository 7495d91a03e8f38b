package sim

import (
	"cmp"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
)

// FaultKind is what goes wrong.
type FaultKind uint8

// The kinds of faults.
const (
	// FaultStatus answers with Status and Message, and does nothing else.
	FaultStatus FaultKind = iota
	// FaultHang waits until it is released, the client goes away or the engine stops. A
	// released request is then executed.
	FaultHang
	// FaultTruncate executes the request and answers with a complete HTTP message whose
	// body ends after Bytes bytes.
	FaultTruncate
	// FaultCut closes the connection instead of executing the request.
	FaultCut
	// FaultCutAfter executes the request and closes the connection after Bytes bytes of the
	// body; for 0 bytes, before the answer.
	FaultCutAfter
	// FaultDie stops the engine instead of executing the request.
	FaultDie
	// FaultAnswer answers with Status, or 200 if it is 0, and Body, and does nothing else.
	FaultAnswer
)

// Fault says what goes wrong with which requests.
type Fault struct {
	Match
	Kind    FaultKind
	Skip    int // so many matching requests go well first
	Times   int // then so many go wrong; 0: all
	Status  int // of FaultStatus; 500 by default
	Message string
	Bytes   int // of FaultTruncate and FaultCutAfter
	// Body, of FaultAnswer, is sent once, and then End over and over until the client has
	// enough, unless it is empty.
	Body, End string
	// Location, of FaultAnswer, is where a redirect leads.
	Location string
}

// Injected is a fault in place.
type Injected struct {
	fault    Fault
	seen     int
	hits     int
	mu       sync.Mutex
	released chan struct{}
	once     sync.Once
}

// Hits is how many requests went wrong so far.
func (i *Injected) Hits() int {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.hits
}

// Release lets hanging requests go on and removes the fault.
func (i *Injected) Release() { i.once.Do(func() { close(i.released) }) }

func (i *Injected) strikes(c *call) bool {
	select {
	case <-i.released:
		return false
	default:
	}
	if !i.fault.matches(c) {
		return false
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	i.seen++
	if i.seen <= i.fault.Skip || i.fault.Times > 0 && i.hits >= i.fault.Times {
		return false
	}
	i.hits++
	return true
}

type faults struct {
	mu  sync.Mutex
	all []*Injected
}

// Inject adds a fault. Of several that match a request, the first strikes.
func (e *Engine) Inject(fault Fault) *Injected {
	injected := &Injected{fault: fault, released: make(chan struct{})}
	e.faults.mu.Lock()
	defer e.faults.mu.Unlock()
	e.faults.all = append(e.faults.all, injected)
	return injected
}

func (f *faults) of(c *call) *Injected {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, injected := range f.all {
		if injected.strikes(c) {
			return injected
		}
	}
	return nil
}

// apply does what the fault does before the request is executed, and reports whether to
// execute it.
func (f *faults) apply(e *Engine, w http.ResponseWriter, c *call) bool {
	injected := f.of(c)
	if injected == nil {
		return true
	}
	switch injected.fault.Kind {
	case FaultStatus:
		status := injected.fault.Status
		if status == 0 {
			status = http.StatusInternalServerError
		}
		write(w, c, status, errorBody(injected.fault.Message))
		return false
	case FaultHang:
		select {
		case <-injected.released:
			return true
		case <-c.Context().Done():
			return false
		}
	case FaultTruncate, FaultCutAfter:
		c.fault = &injected.fault
		return true
	case FaultDie:
		e.Stop()
		return false
	case FaultAnswer:
		injected.fault.answer(w)
		return false
	case FaultCut:
	}
	cut(w)
	return false
}

// answer sends the body of a FaultAnswer.
func (f *Fault) answer(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "application/json")
	if f.Location != "" {
		w.Header().Set("Location", f.Location)
	}
	w.WriteHeader(cmp.Or(f.Status, http.StatusOK))
	_, err := io.WriteString(w, f.Body)
	for end := strings.Repeat(f.End, 64<<10/max(1, len(f.End))); err == nil && end != ""; {
		_, err = io.WriteString(w, end)
	}
}

// spoil sends what the fault leaves of an answer. It reports false if there is no fault, so
// that the answer still has to be sent.
func (f *Fault) spoil(w http.ResponseWriter, data []byte) bool {
	if f == nil {
		return false
	}
	data = data[:min(len(data), f.Bytes)]
	if f.Kind == FaultTruncate {
		w.Header().Set("Content-Length", strconv.Itoa(len(data)))
		_, _ = w.Write(data)
		return true
	}
	if len(data) > 0 {
		// One byte more is announced than is sent.
		w.Header().Set("Content-Length", strconv.Itoa(len(data)+1))
		_, _ = w.Write(data)
		_ = http.NewResponseController(w).Flush()
	}
	cut(w)
	return true
}

// cut closes the connection of a request under it.
func cut(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		// The server aborts the connection when a handler panics so.
		panic(http.ErrAbortHandler)
	}
	_ = conn.Close()
}
