package io.tributary.net.http;

import io.tributary.net.http.ResponseHead.MalformedException;

/// Takes chunked framing off a body, in whatever pieces it arrives. Owned by one thread.
///
/// Source: RFC 9112, section 7.1. Extensions and trailers are skipped within a bound.
public final class ChunkReader {
  /// Bytes of extensions and trailers in one body.
  private static final int MAX_EXTRA_BYTES = 16 << 10;

  private static final int MAX_SIZE_DIGITS = 15;

  private enum State {
    SIZE,
    EXTENSION,
    SIZE_LF,
    DATA,
    DATA_CR,
    DATA_LF,
    TRAILER_START,
    TRAILER,
    END_LF,
    DONE
  }

  private State state = State.SIZE;
  private long left;
  private int digits;
  private int extra;

  public ChunkReader() {}

  public void reset() {
    state = State.SIZE;
    left = 0;
    digits = 0;
    extra = 0;
  }

  public boolean isDone() {
    return state == State.DONE;
  }

  /// Bytes of data that come next, 0 where framing does.
  public long dataLeft() {
    return state == State.DATA ? left : 0;
  }

  /// Notes that `bytes` of data were taken from the input.
  public void taken(int bytes) {
    left -= bytes;
    if (left == 0) state = State.DATA_CR;
  }

  /// Reads framing from `at` and returns where data begins, or `to`, or where the body ended.
  public int skipFraming(byte[] b, int at, int to) throws MalformedException {
    int i = at;
    while (i < to && state != State.DATA && state != State.DONE) step(b[i++]);
    return i;
  }

  private void step(byte b) throws MalformedException {
    switch (state) {
      case SIZE -> size(b);
      case EXTENSION -> {
        count();
        if (b == '\r') state = State.SIZE_LF;
        else if (b == '\n') throw malformed();
      }
      case SIZE_LF -> {
        expect(b, '\n');
        digits = 0;
        state = left == 0 ? State.TRAILER_START : State.DATA;
      }
      case DATA_CR -> {
        expect(b, '\r');
        state = State.DATA_LF;
      }
      case DATA_LF -> {
        expect(b, '\n');
        state = State.SIZE;
      }
      case TRAILER_START -> {
        count();
        state = b == '\r' ? State.END_LF : State.TRAILER;
      }
      case TRAILER -> {
        count();
        if (b == '\n') state = State.TRAILER_START;
      }
      case END_LF -> {
        expect(b, '\n');
        state = State.DONE;
      }
      case DATA, DONE -> throw new IllegalStateException("BUG: no framing in " + state);
    }
  }

  private void size(byte b) throws MalformedException {
    int digit = b < 0 ? -1 : Character.digit(b, 16);
    if (digit >= 0) {
      if (++digits > MAX_SIZE_DIGITS) throw malformed();
      left = (left << 4) | digit;
    } else if (digits == 0) {
      throw malformed();
    } else if (b == '\r') {
      state = State.SIZE_LF;
    } else if (b == ';' || b == ' ' || b == '\t') {
      state = State.EXTENSION;
    } else {
      throw malformed();
    }
  }

  private void count() throws MalformedException {
    if (++extra > MAX_EXTRA_BYTES) throw malformed();
  }

  private static void expect(byte b, char wanted) throws MalformedException {
    if (b != wanted) throw malformed();
  }

  private static MalformedException malformed() {
    return new MalformedException("malformed chunked encoding");
  }
}
