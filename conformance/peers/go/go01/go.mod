module hlive-conformance/go01

go 1.24

require (
	github.com/SamHennessy/hlive v0.1.0
	github.com/rs/zerolog v1.26.1
	hlive-conformance/peer v0.0.0
)

require (
	github.com/cornelk/hashmap v1.0.1 // indirect
	github.com/dchest/siphash v1.1.0 // indirect
	github.com/gorilla/websocket v1.5.0 // indirect
	github.com/rs/xid v1.4.0 // indirect
	github.com/tdewolff/minify/v2 v2.12.0 // indirect
	github.com/tdewolff/parse/v2 v2.6.1 // indirect
	github.com/teris-io/shortid v0.0.0-20201117134242-e59966efd125 // indirect
)

replace hlive-conformance/peer => ../peer
