package io.portage.direct;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A connection pooler in transaction mode for a PostgreSQL server on 127.0.0.1: each transaction
 * runs in the session that was released last, of whichever client.
 *
 * <p>Each client opens a session of its own, so there are always enough. It does not support TLS,
 * COPY or cancel requests.
 */
final class TransactionPooler implements AutoCloseable {
  private final int server;
  private final ServerSocket listener;
  private final Deque<Socket> idle = new ArrayDeque<>();
  private final List<String> statements = new CopyOnWriteArrayList<>();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "transaction-pooler");
            thread.setDaemon(true);
            return thread;
          });

  private TransactionPooler(int server) throws IOException {
    this.server = server;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  /** Starts a pooler for the server at this port. */
  static TransactionPooler to(int port) throws IOException {
    TransactionPooler pooler = new TransactionPooler(port);
    pooler.threads.execute(pooler::accept);
    return pooler;
  }

  /** Returns the SQL of the statements that clients have prepared so far. */
  List<String> statements() {
    return List.copyOf(statements);
  }

  int port() {
    return listener.getLocalPort();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        sockets.add(client);
        threads.execute(() -> serve(client));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      Socket session = new Socket(InetAddress.getLoopbackAddress(), server);
      sockets.add(session);
      logIn(client, session);
      giveBack(session);
      while (transaction(client)) {
        // the next transaction, in any session
      }
    } catch (IOException e) {
      // The client or the pooler is closed.
    }
  }

  private static void logIn(Socket client, Socket session) throws IOException {
    DataInputStream from = new DataInputStream(client.getInputStream());
    byte[] startup = new byte[from.readInt() - 4];
    from.readFully(startup);
    DataOutputStream to = new DataOutputStream(session.getOutputStream());
    to.writeInt(startup.length + 4);
    to.write(startup);
    Message answer;
    do {
      answer = Message.read(session);
      answer.write(client);
      if (answer.asksForPassword()) {
        Message.read(client).write(session);
      }
    } while (answer.type() != 'Z');
  }

  /**
   * Forwards from the first message of a transaction until the server reports that none is open, or
   * until the end.
   */
  private boolean transaction(Socket client) throws IOException {
    Message message = Message.read(client);
    if (message.type() == 'X') {
      return false;
    }
    Socket session = take();
    while (true) {
      message.write(session);
      if (message.type() == 'P') {
        statements.add(message.sql());
      }
      if (message.type() == 'S' || message.type() == 'Q') {
        Message answer;
        do {
          answer = Message.read(session);
          answer.write(client);
        } while (answer.type() != 'Z');
        if (answer.body()[0] == 'I') {
          giveBack(session);
          return true;
        }
      }
      message = Message.read(client);
    }
  }

  private synchronized Socket take() {
    return idle.pop();
  }

  private synchronized void giveBack(Socket session) {
    idle.push(session);
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
    threads.shutdownNow();
  }

  /** A message of the protocol, with its type. */
  private record Message(int type, byte[] body) {
    static Message read(Socket socket) throws IOException {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      int type = in.readUnsignedByte();
      byte[] body = new byte[in.readInt() - 4];
      in.readFully(body);
      return new Message(type, body);
    }

    void write(Socket socket) throws IOException {
      byte[] bytes = new byte[body.length + 5];
      ByteBuffer.wrap(bytes).put((byte) type).putInt(body.length + 4).put(body);
      socket.getOutputStream().write(bytes);
    }

    /** Returns the SQL of a message that prepares a statement: its name, a zero, the SQL. */
    String sql() {
      String text = new String(body, StandardCharsets.UTF_8);
      int name = text.indexOf('\0') + 1;
      return text.substring(name, text.indexOf('\0', name));
    }

    /** Returns true for clear text, MD5, and the first two steps of SASL. */
    boolean asksForPassword() {
      return type == 'R' && Set.of(3, 5, 10, 11).contains((int) body[3]);
    }
  }
}
