package io.portage.launcher.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import io.portage.launcher.status.Health;
import io.portage.launcher.status.Overview;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LiveEventsTest {
  static {
    ShortLimits.set();
  }

  private static final Duration LONG = Duration.ofMinutes(5);

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Socket> sockets = new ArrayList<>();
  private @Nullable HttpServer server;

  @AfterEach
  void stop() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    if (server != null) {
      server.stop(0);
    }
    threads.shutdownNow();
  }

  private void serve(LiveEvents events, Supplier<Overview> overviews) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    server.setExecutor(threads);
    server.createContext(
        "/",
        http -> {
          Exchange exchange = new Exchange(http);
          try {
            events.stream(exchange, overviews);
          } catch (Refusal e) {
            exchange.error(e.status(), e.getMessage());
          } finally {
            exchange.close();
          }
        });
    server.start();
  }

  private Socket connect() throws IOException {
    Socket socket =
        new Socket(
            InetAddress.getLoopbackAddress(),
            java.util.Objects.requireNonNull(server).getAddress().getPort());
    socket.setSoTimeout(30_000);
    sockets.add(socket);
    socket
        .getOutputStream()
        .write("GET /events HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.UTF_8));
    return socket;
  }

  private static BufferedReader lines(Socket socket) throws IOException {
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Returns the first line that begins with a text. */
  private static String lineOf(BufferedReader lines, String begin) throws IOException {
    String line = lines.readLine();
    while (line != null && !line.startsWith(begin)) {
      line = lines.readLine();
    }
    assertThat(line).describedAs(begin).isNotNull();
    return java.util.Objects.requireNonNull(line);
  }

  private static Overview overview(int number, String problem) {
    return new Overview(
        "job",
        "group " + number,
        "2026-09-01T12:00:00Z",
        new Health("ok", "up to date"),
        null,
        null,
        "nowhere",
        null,
        List.of(problem));
  }

  @Test
  void sendsTheOverviewWhenItChangesAndAHeartbeatOtherwise() throws Exception {
    AtomicInteger reads = new AtomicInteger();
    LiveEvents events = new LiveEvents(Clock.systemUTC(), Duration.ofMillis(20), LONG);
    serve(events, () -> overview(reads.incrementAndGet() < 4 ? 1 : 2, "a\nb"));

    BufferedReader lines = lines(connect());
    assertThat(lineOf(lines, "HTTP/1.1")).contains("200");
    assertThat(lineOf(lines, "Content-type")).contains("text/event-stream");
    String first = lineOf(lines, "data: ").substring(6);
    lineOf(lines, ": 20");
    lineOf(lines, ": 20");
    String second = lineOf(lines, "data: ").substring(6);

    assertThat(
            ApiContract.read()
                .differences(
                    "/api/jobs/{job}/events",
                    "get",
                    200,
                    "text/event-stream",
                    new JsonMapper().readTree(first)))
        .isEmpty();
    assertThat(first).contains("group 1", "a\\nb");
    assertThat(second).contains("group 2");
  }

  @Test
  void anOverviewThatCannotBeReadIsAnEvent() throws Exception {
    AtomicInteger reads = new AtomicInteger();
    LiveEvents events = new LiveEvents(Clock.systemUTC(), Duration.ofMillis(20), LONG);
    serve(
        events,
        () -> {
          if (reads.incrementAndGet() == 1) {
            throw new IllegalStateException("secret");
          }
          return overview(1, "");
        });

    BufferedReader lines = lines(connect());
    lineOf(lines, "event: problem");
    assertThat(lineOf(lines, "data: ")).doesNotContain("secret");
    lineOf(lines, "event: overview");
  }

  @Test
  void refusesMoreStreamsThanItsBound() throws Exception {
    LiveEvents events = new LiveEvents(Clock.systemUTC(), Duration.ofMillis(20), LONG);
    serve(events, () -> overview(1, ""));

    for (int i = 0; i < LiveEvents.MOST; i++) {
      lineOf(lines(connect()), "event: overview");
    }
    assertThat(lines(connect()).readLine()).contains(" 503");
    sockets.get(0).close();
    Awaitility.await().until(() -> events.open() < LiveEvents.MOST);
    assertThat(lines(connect()).readLine()).contains(" 200");
  }

  @Test
  void aClientThatDoesNotReadLosesItsStream() throws Exception {
    String large = "x".repeat(1 << 20);
    AtomicInteger reads = new AtomicInteger();
    LiveEvents events = new LiveEvents(Clock.systemUTC(), Duration.ofMillis(1), LONG);
    serve(events, () -> overview(reads.incrementAndGet(), large));

    connect();
    Awaitility.await().until(() -> reads.get() > 0);
    assertThat(events.open()).isEqualTo(1);
    lineOf(lines(connect()), "event: overview");
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> events.open() == 0);
  }

  @Test
  void endsAStreamAfterItsTime() throws Exception {
    LiveEvents events =
        new LiveEvents(Clock.systemUTC(), Duration.ofMillis(20), Duration.ofMillis(200));
    serve(events, () -> overview(1, ""));

    lineOf(lines(connect()), "event: end");
    Awaitility.await().until(() -> events.open() == 0);
  }

  @Test
  void endsStreamsWithTheConsole() throws Exception {
    LiveEvents events = new LiveEvents(Clock.systemUTC(), LONG, LONG);
    serve(events, () -> overview(1, ""));
    BufferedReader lines = lines(connect());
    lineOf(lines, "event: overview");

    events.close();

    lineOf(lines, "event: end");
    Awaitility.await().until(() -> events.open() == 0);
    String refused;
    try {
      refused = String.valueOf(lines(connect()).readLine());
    } catch (SocketException closed) {
      refused = " 503";
    }
    assertThat(refused).contains(" 503");
  }
}
