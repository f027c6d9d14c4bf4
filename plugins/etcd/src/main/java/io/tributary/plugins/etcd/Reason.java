package io.tributary.plugins.etcd;

import io.etcd.jetcd.common.exception.EtcdException;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Why a request failed, in one sentence: the libraries spread that over a chain of causes.
final class Reason {
  private static final int MOST_CAUSES = 10;

  private Reason() {}

  static String of(Throwable failure) {
    var said = new ArrayList<String>();
    Throwable at = failure;
    for (int i = 0; at != null && i < MOST_CAUSES; i++) {
      add(said, text(at));
      at = at.getCause();
    }
    return said.isEmpty() ? failure.getClass().getSimpleName() : String.join(": ", said);
  }

  /// Causes are often repeated by what they cause.
  private static void add(List<String> said, @Nullable String text) {
    if (text != null
        && !text.isBlank()
        && said.stream().noneMatch(before -> before.contains(text))) {
      said.add(text.strip());
    }
  }

  private static @Nullable String text(Throwable at) {
    return switch (at) {
      case StatusRuntimeException e -> text(e.getStatus());
      case StatusException e -> text(e.getStatus());
      case EtcdException e -> worth(e.getMessage(), e.getCause());
      case Refusal _ -> null;
      // Their texts are only those of their causes.
      case java.util.concurrent.ExecutionException _ -> null;
      case java.util.concurrent.CompletionException _ -> null;
      default -> at.getMessage() == null ? at.getClass().getSimpleName() : at.getMessage();
    };
  }

  private static @Nullable String text(Status status) {
    String description = status.getDescription();
    return description == null
        ? status.getCode().name().toLowerCase(Locale.ROOT).replace('_', ' ')
        : worth(description, status.getCause());
  }

  /// The first line, since gRPC adds its inner life in further ones; nothing where it only says
  /// that its cause knows.
  private static @Nullable String worth(@Nullable String description, @Nullable Throwable cause) {
    if (description == null) {
      return null;
    }
    String line = description.lines().findFirst().orElse("");
    if (line.startsWith("CallOptions deadline exceeded")) {
      return "no answer within the deadline";
    }
    return cause != null && line.equals("io exception") ? null : line;
  }
}
