package model

// ProblemReason is what exactly went wrong. Package words says it.
type ProblemReason uint8

// The way to an engine.
const (
	ReasonOther              ProblemReason = iota // Text is all that is known
	ReasonNoSocket                                // there is no such socket
	ReasonDeadSocket                              // nothing listens on the socket
	ReasonPortRefused                             // nothing listens on the port
	ReasonNotConnected                            // the connection could not be made
	ReasonLost                                    // the engine closed the connection
	ReasonSocketForbidden                         // the user may not open the socket
	ReasonUnknownHost                             // there is no address for the host Name
	ReasonNoRoute                                 // the network has no way to the host
	ReasonUnsupportedAddress                      // this system knows no such addresses
	ReasonTimeout
	ReasonCanceled
	ReasonReadOnly // the program is read-only, and did not ask
	ReasonExchange // for Text
)

// What names an engine.
const (
	ReasonBadAddress        ProblemReason = iota + ReasonExchange + 1 // the one tried is none
	ReasonPasswordInAddress                                           // that was tried
	ReasonHostAndContext                                              // both were given
	ReasonBrokenConfig                                                // docker's
	ReasonBadContext                                                  // the docker context Name, for Text
	ReasonNoContext                                                   // there is no docker context Name
)

// TLS.
const (
	ReasonBadCertificates    ProblemReason = iota + ReasonNoContext + 1 // those here, for Text
	ReasonNoCertificates                                                // the file Name can't be read
	ReasonTLSWanted                                                     // the engine expects TLS
	ReasonTLSUnknown                                                    // the engine does not speak TLS
	ReasonCertificateName                                               // its certificate is for another name
	ReasonCertificateExpired                                            // or is not valid yet
	ReasonUnknownAuthority                                              // signed its certificate
	ReasonBadCertificate                                                // its certificate is not valid
	ReasonClientCertificate                                             // it wants one that it trusts
	ReasonTLSAlert                                                      // it broke off for Text
)

// Connections over ssh.
const (
	ReasonSSH        ProblemReason = iota + ReasonTLSAlert + 1 // for Text
	ReasonNoSSH                                                // the ssh program is not installed
	ReasonSSHEngine                                            // the user there may not use the engine
	ReasonSSHKey                                               // the host did not accept the key
	ReasonSSHHostKey                                           // the key of the host is unknown or changed
	ReasonSSHHost                                              // there is no address for the host
	ReasonSSHRefused
	ReasonSSHTimeout
	ReasonSSHNoRoute
	ReasonSSHNoDocker // the host has no docker command
	ReasonSSHNoEngine // no engine runs there
)

// Answers.
const (
	ReasonTooNew       ProblemReason = iota + ReasonSSHNoEngine + 1 // for this program; Text is the engine's
	ReasonTooOld                                                    // it speaks API Name, and Text is needed
	ReasonForbidden                                                 // the engine does not allow it; Text is its
	ReasonServerError                                               // Code and Text
	ReasonStatus                                                    // Code and Text of a request that was refused
	ReasonCutOff                                                    // the answer ends in the middle
	ReasonMalformed                                                 // the answer is not what the API promises
	ReasonNotHTTP                                                   // what answers does not speak HTTP
	ReasonNoAPIVersion                                              // what answers does not tell one
	ReasonNotEngine                                                 // what answers is something else
	ReasonImageGone                                                 // the image Name was removed meanwhile
)

// Images and registries.
const (
	ReasonMessage         ProblemReason = iota + ReasonImageGone + 1 // Text came in the stream of a pull or load
	ReasonManifestUnknown                                            // the registry Name has Ref no more
	ReasonPull                                                       // from the registry Name, for Text
	ReasonRegistry                                                   // Name does not answer, for Text
	ReasonCredentials                                                // for the registry Name can't be had, for Text
)

// Clean-ups.
const (
	ReasonGaveUp           ProblemReason = iota + ReasonCredentials + 1 // after Waited, for Cause
	ReasonBusy                                                          // another clean-up runs, Text
	ReasonStale                                                         // a clean-up ran since the plan
	ReasonBackup                                                        // it failed for Text
	ReasonBackupRoom                                                    // there is no room for it: Text
	ReasonNoJournal                                                     // there is no place for one
	ReasonJournal                                                       // it could not be read, for Text
	ReasonContainers                                                    // a policy needs them, and they are not known
	ReasonUsage                                                         // a budget needs it, and it is not known
	ReasonFreeSpace                                                     // a budget needs it, and it is not known
	ReasonReclaimUncertain                                              // it may be that no bytes come back
)
