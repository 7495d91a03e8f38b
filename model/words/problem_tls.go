package words

import "jettison/model"

// problemCertificate explains what is wrong with the certificates here.
func problemCertificate(p *model.Problem) Explanation {
	what := "The certificates for " + p.Host + " can't be used"
	const advice = "Put ca.pem, cert.pem and key.pem into DOCKER_CERT_PATH, or into the docker context."
	switch p.Reason {
	case model.ReasonBadCertificates:
		return Explanation{what, p.Text, advice}
	case model.ReasonNoCertificates:
		return Explanation{what, p.Name + " can't be read", advice}
	case model.ReasonTLSWanted:
		return Explanation{
			"No connection to " + p.Host + " could be made", "the engine expects TLS on that port",
			"Set DOCKER_TLS_VERIFY=1 and DOCKER_CERT_PATH, or use a docker context that holds the certificates.",
		}
	default:
	}
	return Explanation{}
}

// problemTLS explains why no secure connection comes about.
func problemTLS(p *model.Problem) Explanation {
	e := Explanation{What: "No secure connection to " + p.Host + " could be made"}
	switch p.Reason {
	case model.ReasonCertificateName:
		e.Why = "its certificate is for another name"
		e.Advice = "Use the host name that the certificate is for, or have one made for this name."
	case model.ReasonCertificateExpired:
		e.Why, e.Advice = "a certificate has expired or is not valid yet", "Renew it, or set the clock right."
	case model.ReasonUnknownAuthority:
		e.Why = "its certificate is signed by an authority that is not trusted here"
		e.Advice = "Put the authority's ca.pem into DOCKER_CERT_PATH, or into the docker context."
	case model.ReasonBadCertificate:
		e.Why = "its certificate is not valid"
	case model.ReasonTLSUnknown:
		e.Why = "the engine does not speak TLS on that port"
		e.Advice = "Unset DOCKER_TLS_VERIFY, or use the engine's TLS port (2376 by custom)."
	case model.ReasonClientCertificate:
		e.Why = "the engine wants a client certificate that it trusts"
		e.Advice = "Put cert.pem and key.pem into DOCKER_CERT_PATH, or into the docker context."
	case model.ReasonTLSAlert:
		e.Why = "the engine broke off: " + p.Text
	default:
		return Explanation{}
	}
	return e
}
