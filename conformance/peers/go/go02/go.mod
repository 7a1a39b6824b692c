module hlive-conformance/go02

go 1.26.2

require (
	github.com/SamHennessy/hlive v0.3.0
	hlive-conformance/peer v0.0.0
)

require (
	github.com/gorilla/websocket v1.5.3 // indirect
	github.com/rs/xid v1.6.0 // indirect
	github.com/tdewolff/minify/v2 v2.24.12 // indirect
	github.com/tdewolff/parse/v2 v2.8.12 // indirect
	github.com/vmihailenco/msgpack/v5 v5.4.1 // indirect
	github.com/vmihailenco/tagparser/v2 v2.0.0 // indirect
)

replace hlive-conformance/peer => ../peer
