module hlive-conformance/peer

go 1.24
