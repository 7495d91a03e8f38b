package execute

// stepHeap is a heap of step numbers, the lowest first.
type stepHeap []int //nolint:recvcheck // container/heap needs both kinds of receivers

func (h stepHeap) Len() int { return len(h) }

func (h stepHeap) Less(i, j int) bool { return h[i] < h[j] }

func (h stepHeap) Swap(i, j int) { h[i], h[j] = h[j], h[i] }

// Push implements heap.Interface.
func (h *stepHeap) Push(x any) { *h = append(*h, x.(int)) } //nolint:errcheck,forcetypeassert // the heap holds nothing else

// Pop implements heap.Interface.
func (h *stepHeap) Pop() any {
	old := *h
	last := old[len(old)-1]
	*h = old[:len(old)-1]
	return last
}
