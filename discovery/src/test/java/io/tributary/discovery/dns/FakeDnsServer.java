package io.tributary.discovery.dns;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/// A name server on the loopback, over UDP and TCP on one port. It knows the names that it is
/// given; any other does not exist. Answers that do not fit what the asker can take over UDP are
/// cut.
final class FakeDnsServer implements AutoCloseable {
  private static final int PLAIN_UDP_BYTES = 512;

  /// What to say about a name.
  private record Answer(int rcode, List<Record> records) {}

  private final Map<String, Answer> answers = new ConcurrentHashMap<>();

  /// Names and transports of the questions, as in `udp a.example.`.
  final List<String> questions = new CopyOnWriteArrayList<>();

  private final ServerSocket tcp;
  private final DatagramSocket udp;
  private volatile boolean isSilent;

  FakeDnsServer() throws IOException {
    tcp = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    udp = new DatagramSocket(tcp.getLocalPort(), InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::serveUdp);
    Thread.ofVirtual().start(this::serveTcp);
  }

  int port() {
    return tcp.getLocalPort();
  }

  void knows(String name, Record... records) {
    answers.put(name, new Answer(Rcode.NOERROR, List.of(records)));
  }

  void answers(String name, int rcode) {
    answers.put(name, new Answer(rcode, List.of()));
  }

  void forget(String name) {
    answers.remove(name);
  }

  void fallsSilent() {
    isSilent = true;
  }

  private void serveUdp() {
    byte[] buffer = new byte[65_535];
    try {
      while (true) {
        var packet = new DatagramPacket(buffer, buffer.length);
        udp.receive(packet);
        var question = new Message(java.util.Arrays.copyOf(buffer, packet.getLength()));
        if (isSilent) {
          continue;
        }
        int room = question.getOPT() == null ? PLAIN_UDP_BYTES : question.getOPT().getPayloadSize();
        byte[] answer = answer(question, "udp").toWire();
        if (answer.length > room) {
          Message cut = new Message(question.getHeader().getID());
          cut.getHeader().setFlag(Flags.QR);
          cut.getHeader().setFlag(Flags.TC);
          cut.addRecord(question.getQuestion(), Section.QUESTION);
          answer = cut.toWire();
        }
        udp.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
      }
    } catch (SocketException e) {
      // Closed.
    } catch (IOException e) {
      throw new IllegalStateException("the fake name server broke", e);
    }
  }

  private void serveTcp() {
    try {
      while (true) {
        try (Socket socket = tcp.accept()) {
          var in = new DataInputStream(socket.getInputStream());
          byte[] question = in.readNBytes(in.readUnsignedShort());
          byte[] answer = answer(new Message(question), "tcp").toWire(Message.MAXLENGTH);
          var out = new DataOutputStream(socket.getOutputStream());
          out.writeShort(answer.length);
          out.write(answer);
        }
      }
    } catch (SocketException e) {
      // Closed.
    } catch (IOException e) {
      throw new IllegalStateException("the fake name server broke", e);
    }
  }

  private Message answer(Message question, String transport) {
    String name = question.getQuestion().getName().toString();
    questions.add(transport + " " + name);
    Answer answer = answers.getOrDefault(name, new Answer(Rcode.NXDOMAIN, List.of()));
    var message = new Message(question.getHeader().getID());
    message.getHeader().setFlag(Flags.QR);
    message.getHeader().setRcode(answer.rcode);
    message.addRecord(question.getQuestion(), Section.QUESTION);
    answer.records.forEach(record -> message.addRecord(record, Section.ANSWER));
    return message;
  }

  @Override
  public void close() throws IOException {
    udp.close();
    tcp.close();
  }
}
