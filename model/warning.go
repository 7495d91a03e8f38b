package model

// WarningKind sorts what can go wrong beside a clean-up without stopping it.
type WarningKind uint8

// The kinds of warnings.
const (
	WarnUnlocked          WarningKind = iota // there is no lock, so other clean-ups may run at the same time
	WarnJournalIncomplete                    // the journal could not be written
	WarnJournalUnread                        // some lines of the journal can't be read; Count and Text are set
	WarnJournalCut                           // the older part of the journal is not read; Text and Place are set
	WarnBackupsUnread                        // no backup can be read
	WarnSomeBackupsUnread                    // some backups can't be read; Count is set, Text is of the first
	WarnTookAlong                            // a step took Along, which is now brought back
	WarnUsedSince                            // containers or services that came after the plan need images that went: Uses
)

// Warning is what went wrong beside a clean-up. Nobody changes it.
type Warning struct {
	Kind  WarningKind
	Text  string // what the system says, control characters removed
	Count int
	Place string // of WarnJournalUnread the first line, as file:line, and of WarnJournalCut the file; control characters removed
	Along []Along
	Uses  []Use
}

// Use is that a container or a service needs an image.
type Use struct {
	Image *Image
	User  string      // its name
	Kind  BlockerKind // BlockerMount, BlockerService, or BlockerStopped of a container created from it
}
