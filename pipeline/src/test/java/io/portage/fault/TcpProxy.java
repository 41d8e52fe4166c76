package io.portage.fault;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A TCP proxy for a server on 127.0.0.1 that can delay each request, stall, break all connections,
 * and refuse new ones.
 *
 * <p>It does not parse any protocol: a request is the data that a client sends after data of the
 * server. A refused connection is accepted and closed at once, so the client reads the end of the
 * stream instead of a response.
 */
public final class TcpProxy implements AutoCloseable {
  private static final int BUFFER = 64 * 1024;

  private final int target;
  private final ServerSocket listener;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger mostConnections = new AtomicInteger();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "tcp-proxy");
            thread.setDaemon(true);
            return thread;
          });
  private Duration delay = Duration.ZERO;
  private boolean stalled;
  private volatile boolean refusing;
  private volatile boolean closed;

  private TcpProxy(int target) throws IOException {
    this.target = target;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  /** Starts a proxy to the server at {@code port}, without faults. */
  public static TcpProxy to(int port) throws IOException {
    TcpProxy proxy = new TcpProxy(port);
    proxy.threads.execute(proxy::accept);
    return proxy;
  }

  /** Returns the port to which clients connect. */
  public int port() {
    return listener.getLocalPort();
  }

  /** Returns {@code url} with the port of this proxy in place of the server's. */
  public String through(String url) {
    return url.replace(":" + target + "/", ":" + port() + "/");
  }

  /** Sets the delay of every request, also of those that are delayed now. */
  public void delay(Duration perRequest) {
    change(() -> delay = perRequest);
  }

  /** Stalls both directions while {@code on} is true; connections stay open. */
  public void stall(boolean on) {
    change(() -> stalled = on);
  }

  /** Refuses new connections while {@code on} is true; open ones stay. */
  public void refuse(boolean on) {
    refusing = on;
  }

  /** Breaks all connections; returns the number of connections. */
  public int cut() {
    int cut = 0;
    for (Socket socket : List.copyOf(sockets)) {
      cut += sockets.remove(socket) ? 1 : 0;
      close(socket);
    }
    return cut / 2;
  }

  /** Returns the number of forwarded requests. */
  public int requests() {
    return requests.get();
  }

  /** Returns the highest number of connections that were open at the same time. */
  public int mostConnections() {
    return mostConnections.get();
  }

  private void change(Runnable setting) {
    lock.lock();
    try {
      setting.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void accept() {
    while (!closed) {
      try {
        Socket client = listener.accept();
        if (refusing) {
          client.close();
        } else {
          connect(client);
        }
      } catch (IOException e) {
        if (!closed) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void connect(Socket client) throws IOException {
    Socket server;
    try {
      server = new Socket(InetAddress.getLoopbackAddress(), target);
    } catch (IOException e) {
      client.close(); // the server is down: the client reads the end of the stream
      return;
    }
    client.setTcpNoDelay(true);
    server.setTcpNoDelay(true);
    sockets.add(client);
    sockets.add(server);
    mostConnections.accumulateAndGet(sockets.size() / 2, Math::max);
    ServerActivity activity = new ServerActivity();
    threads.execute(() -> pump(client, server, true, activity));
    threads.execute(() -> pump(server, client, false, activity));
  }

  /** True if the server has sent data since the last request. */
  private static final class ServerActivity {
    private volatile boolean sinceRequest = true;
  }

  private void pump(Socket from, Socket to, boolean requests, ServerActivity activity) {
    byte[] buffer = new byte[BUFFER];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        boolean request = requests && activity.sinceRequest;
        activity.sinceRequest = !requests;
        pass(request);
        out.write(buffer, 0, read);
        out.flush();
      }
    } catch (IOException e) {
      // One side is closed: the other is closed below.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      close(from);
      close(to);
      sockets.remove(from);
      sockets.remove(to);
    }
  }

  private void pass(boolean request) throws InterruptedException {
    long begin = System.nanoTime();
    lock.lock();
    try {
      while (!closed) {
        long left = request ? delay.toNanos() - (System.nanoTime() - begin) : 0;
        if (stalled) {
          changed.await();
        } else if (left > 0) {
          changed.awaitNanos(left);
        } else {
          break;
        }
      }
    } finally {
      lock.unlock();
    }
    if (request) {
      requests.incrementAndGet();
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    listener.close();
    change(() -> stalled = false);
    cut();
    threads.shutdownNow();
  }
}
