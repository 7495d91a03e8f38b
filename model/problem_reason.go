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
	ReasonExchange // talking to the engine failed: Text says why
)

// What names an engine.
const (
	ReasonBadAddress        ProblemReason = iota + ReasonExchange + 1 // the address can't be parsed
	ReasonPasswordInAddress                                           // an address has credentials, which engines take none of
	ReasonHostAndContext                                              // both were given
	ReasonBrokenConfig                                                // docker's configuration can't be read
	ReasonBadContext                                                  // the docker context Name can't be used: Text says why
	ReasonNoContext                                                   // there is no docker context Name
)

// TLS.
const (
	ReasonBadCertificates    ProblemReason = iota + ReasonNoContext + 1 // those of this program can't be used: Text says why
	ReasonNoCertificates                                                // the file Name can't be read
	ReasonTLSWanted                                                     // the engine expects TLS
	ReasonTLSUnknown                                                    // the engine does not speak TLS
	ReasonCertificateName                                               // the engine's certificate is for another name
	ReasonCertificateExpired                                            // the engine's certificate has expired or is not valid yet
	ReasonUnknownAuthority                                              // an unknown authority signed the engine's certificate
	ReasonBadCertificate                                                // the engine's certificate is not valid
	ReasonClientCertificate                                             // the engine wants one from this program that it trusts
	ReasonTLSAlert                                                      // the engine ended the handshake: Text says why
)

// Connections over ssh.
const (
	ReasonSSH        ProblemReason = iota + ReasonTLSAlert + 1 // Text is what ssh says
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
	ReasonTooNew          ProblemReason = iota + ReasonSSHNoEngine + 1 // the engine does not speak this program's API any more; Text is its answer
	ReasonTooOld                                                       // the engine speaks API version Name, and Text is needed
	ReasonForbidden                                                    // the engine does not allow the request; Text is its answer
	ReasonServerError                                                  // the engine answered Code, 5xx, with Text
	ReasonStatus                                                       // the engine refused the request with Code and Text
	ReasonCutOff                                                       // the answer ends in the middle
	ReasonMalformed                                                    // the answer is not what the API promises
	ReasonNotHTTP                                                      // what answers does not speak HTTP
	ReasonNoAPIVersion                                                 // what answers does not tell one
	ReasonNotEngine                                                    // what answers is something else
	ReasonPlatformMissing                                              // the engine lacks the platform of an image that it prefers to save
	ReasonImageGone                                                    // the image Name was removed meanwhile
)

// Images and registries.
const (
	ReasonMessage         ProblemReason = iota + ReasonImageGone + 1 // Text came in the stream of a pull or load
	ReasonManifestUnknown                                            // the registry Name has Ref no more
	ReasonPull                                                       // an image can't be pulled from the registry Name: Text says why
	ReasonRegistry                                                   // the registry Name does not answer: Text says why
	ReasonCredentials                                                // those for the registry Name can't be read: Text says why
)

// Clean-ups.
const (
	ReasonGaveUp           ProblemReason = iota + ReasonCredentials + 1 // the engine stayed away for Waited because of Cause
	ReasonBusy                                                          // another clean-up runs; Text, Process and Runs are set, unless it is not known which
	ReasonStale                                                         // a clean-up ran since the plan
	ReasonBackup                                                        // it failed: Text says why
	ReasonBackupRoom                                                    // there is no room for it: Text
	ReasonNoJournal                                                     // there is no place for one
	ReasonJournal                                                       // it could not be read: Text says why
	ReasonContainers                                                    // a policy needs them, and they are not known
	ReasonUsage                                                         // a budget needs it, and it is not known
	ReasonFreeSpace                                                     // a budget needs it, and it is not known
	ReasonReclaimUncertain                                              // it may be that no bytes come back
)
