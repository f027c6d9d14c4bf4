package io.tributary.exporters.unix.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RouteSocketTest {
  private final List<ByteBuffer> links = new ArrayList<>();

  @Test
  void takesTheMessagesOfADatagramApart() throws IOException {
    ByteBuffer datagram = datagram(100);
    message(datagram, 16, 4, 7);
    message(datagram, 99, 8, 8);
    message(datagram, 16, 4, 9);
    assertThat(RouteSocket.split(sealed(datagram), 16, links)).isFalse();
    assertThat(links).extracting(link -> link.getInt(0)).containsExactly(7, 9);
    message(datagram, 3, 4, 0);
    assertThat(RouteSocket.split(sealed(datagram), 16, links)).isTrue();
  }

  @Test
  void anErrorIsOne() {
    ByteBuffer datagram = datagram(100);
    message(datagram, 2, 20, -1);
    assertThatThrownBy(() -> RouteSocket.split(sealed(datagram), 16, links))
        .isInstanceOf(ErrnoException.class)
        .extracting(e -> ((ErrnoException) e).isPermission())
        .isEqualTo(true);
  }

  @Test
  void aLengthThatCannotBeEndsIt() {
    ByteBuffer datagram = datagram(100);
    message(datagram, 16, 4, 7);
    datagram.putInt(0, 5000);
    assertThatThrownBy(() -> RouteSocket.split(sealed(datagram), 16, links))
        .isInstanceOf(MalformedException.class);
  }

  @Test
  void theKernelAnswers() throws IOException {
    assertThat(RouteSocket.links()).isNotEmpty();
    assertThat(RouteSocket.neighbours()).allMatch(neighbour -> neighbour.limit() >= 12);
  }

  private static ByteBuffer datagram(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.nativeOrder());
  }

  private static ByteBuffer sealed(ByteBuffer datagram) {
    return datagram.slice(0, datagram.position()).order(ByteOrder.nativeOrder());
  }

  private static void message(ByteBuffer out, int type, int payload, int first) {
    int at = out.position();
    out.putInt(at, 16 + payload).putShort(at + 4, (short) type).putInt(at + 16, first);
    out.position(at + 16 + payload);
  }
}
