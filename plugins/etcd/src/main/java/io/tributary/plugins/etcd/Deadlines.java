package io.tributary.plugins.etcd;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Gives every request a deadline, logins included; watches have none.
final class Deadlines implements ClientInterceptor {
  private final long nanos;

  Deadlines(Duration deadline) {
    nanos = deadline.toNanos();
  }

  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(
      MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
    boolean isRequest = method.getType() == MethodDescriptor.MethodType.UNARY;
    return next.newCall(
        method, isRequest ? options.withDeadlineAfter(nanos, TimeUnit.NANOSECONDS) : options);
  }
}
