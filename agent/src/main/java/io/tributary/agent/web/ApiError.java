package io.tributary.agent.web;

/// Why an API request cannot be answered: becomes the error envelope with the status of its type.
///
/// Source: parity API-03.
public final class ApiError extends Exception {
  private static final long serialVersionUID = 1L;

  /// The error types of Prometheus and the HTTP status of each.
  public enum Type {
    BAD_DATA("bad_data", 400),
    EXECUTION("execution", 422),
    INTERNAL("internal", 500),
    NOT_FOUND("not_found", 404),
    UNAVAILABLE("unavailable", 500);

    final String word;
    final int status;

    Type(String word, int status) {
      this.word = word;
      this.status = status;
    }
  }

  private final Type type;

  public ApiError(Type type, String message) {
    super(message);
    this.type = type;
  }

  public static ApiError badData(String message) {
    return new ApiError(Type.BAD_DATA, message);
  }

  public Type type() {
    return type;
  }
}
