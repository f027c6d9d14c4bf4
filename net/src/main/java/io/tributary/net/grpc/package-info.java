/// Calls with one message each way over HTTP/2, as gRPC has them: no streams, no code that is made
/// from descriptions. Messages are bytes.
///
/// Entry points: [io.tributary.net.grpc.GrpcHandler] for a server's routes,
/// [io.tributary.net.grpc.GrpcClient] for callers.
@NullMarked
package io.tributary.net.grpc;

import org.jspecify.annotations.NullMarked;
