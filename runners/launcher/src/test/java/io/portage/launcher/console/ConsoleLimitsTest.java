package io.portage.launcher.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.config.PortageConfig;
import io.portage.deadletter.DeadLetterStore;
import io.portage.deadletter.ResolutionWriter;
import io.portage.deadletter.StoredDeadLetter;
import io.portage.launcher.deadletters.ShownText;
import io.portage.launcher.inspect.JobInspection;
import io.portage.launcher.status.MetricsSource;
import io.portage.model.ChangePart;
import io.portage.model.Coordinates;
import io.portage.model.DeadLetter;
import io.portage.model.DeadLetter.FailureCause;
import io.portage.model.Reason;
import io.portage.model.Stage;
import io.portage.model.event.SourceRecord;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The limits of sizes, times and numbers, each with a client that exceeds it. */
final class ConsoleLimitsTest extends ConsoleUnderTest {
  @Test
  void refusesLongBodies() throws Exception {
    try (JobInspection job = JobInspection.open(config(), MetricsSource.NONE, Clock.systemUTC())) {
      jobs.put("x", job);
      start(null, true);
      String[] headers = {
        host(), "Content-Type: application/json", RequestGuard.ACTION + ": 1", "Content-Length: "
      };

      for (String length : List.of("1048577", "99999999999999999999")) {
        headers[3] = "Content-Length: " + length;
        String answer = send("POST", "/api/jobs/x/deadletters/accept", headers);
        assertThat(answer.isEmpty() || status(answer) >= 400).describedAs(answer).isTrue();
      }
      headers[3] = "Content-Length: 1048577";
      assertThat(status(send("POST", "/api/jobs/x/deadletters/accept", headers))).isEqualTo(413);
    }
  }

  @Test
  void refusesALongBodyOfUnknownLength() throws Exception {
    try (JobInspection job = JobInspection.open(config(), MetricsSource.NONE, Clock.systemUTC())) {
      jobs.put("x", job);
      start(null, true);
      Socket socket = connect();
      String head =
          "POST /api/jobs/x/deadletters/accept HTTP/1.1\r\nConnection: close\r\n"
              + host()
              + "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n"
              + RequestGuard.ACTION
              + ": 1\r\n\r\n"
              + Integer.toHexString((1 << 20) + 1)
              + "\r\n{\"reason\": \"";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
      byte[] rest = new byte[(1 << 20) + 1 - "{\"reason\": \"".length()];
      Arrays.fill(rest, (byte) 'x');
      socket.getOutputStream().write(rest);
      socket.getOutputStream().write("\r\n0\r\n\r\n".getBytes(StandardCharsets.UTF_8));

      assertThat(answer(socket)).startsWith("HTTP/1.1 413");
    }
  }

  @Test
  void showsValuesOnlyIfTheConsoleWasStartedWithThem() throws Exception {
    PortageConfig config = config();
    add(config, "a secret value".getBytes(StandardCharsets.UTF_8));
    for (boolean values : List.of(false, true)) {
      try (JobInspection job = JobInspection.open(config, MetricsSource.NONE, Clock.systemUTC())) {
        jobs.put("x", job);
        start(null, false, values);
        String answer = send("GET", "/api/jobs/x/deadletters/letter?id=users-0-3", host());
        assertThat(answer).startsWith("HTTP/1.1 200");
        assertThat(answer.contains("a secret value")).isEqualTo(values);
        stop();
      }
    }
  }

  private static void add(PortageConfig config, byte[] value) throws IOException {
    DeadLetter letter =
        DeadLetter.ofRecord(
            Stage.DECODE,
            FailureCause.of(Reason.MALFORMED, "not a JSON object"),
            1_726_531_200_000L,
            new SourceRecord(new Coordinates("users", 0, 3), 3, 0, null, value, List.of(), 0),
            ChangePart.WHOLE);
    try (ResolutionWriter letters = DeadLetterStore.of(config).open()) {
      letters.add(new StoredDeadLetter(letter, null));
      letters.sync();
    }
  }

  @Test
  void cutsOffLongValues() {
    ShownText shown = ShownText.of(new byte[50 << 20]);

    assertThat(shown.isWhole()).isFalse();
    assertThat(shown.bytes()).isEqualTo(50 << 20);
    assertThat(shown.text().length()).isLessThan(1 << 20);
  }

  @Test
  void answersADeadLetterOf50MegabytesWithItsBeginning() throws Exception {
    PortageConfig config = config();
    byte[] value = new byte[50 << 20];
    Arrays.fill(value, (byte) 'x');
    add(config, value);
    try (JobInspection job = JobInspection.open(config, MetricsSource.NONE, Clock.systemUTC())) {
      jobs.put("x", job);
      start(null, false, /* values= */ true);

      String answer = send("GET", "/api/jobs/x/deadletters/letter?id=users-0-3", host());
      assertThat(answer).startsWith("HTTP/1.1 200");
      assertThat(answer).contains("\"bytes\":52428800,\"isWhole\":false");
      assertThat(answer.length()).isLessThan(100_000);
      assertThat(send("GET", "/api/jobs/x/deadletters", host()).length()).isLessThan(10_000);
    }
  }

  @Test
  void followsAtMostTheBoundOfEventStreams() throws Exception {
    try (JobInspection job = JobInspection.open(config(), MetricsSource.NONE, Clock.systemUTC())) {
      jobs.put("x", job);
      ConsoleServer started = start(TOKEN, false);
      String token = "Authorization: Bearer " + TOKEN;
      assertThat(status(send("GET", "/api/jobs/x/events", host()))).isEqualTo(401);
      List<Socket> streams = new ArrayList<>();
      for (int i = 0; i < LiveEvents.MOST; i++) {
        Socket stream = connect();
        stream
            .getOutputStream()
            .write(
                ("GET /api/jobs/x/events HTTP/1.1\r\n" + host() + "\r\n" + token + "\r\n\r\n")
                    .getBytes(StandardCharsets.UTF_8));
        byte[] first = stream.getInputStream().readNBytes(15);
        assertThat(new String(first, StandardCharsets.UTF_8)).isEqualTo("HTTP/1.1 200 OK");
        streams.add(stream);
      }

      assertThat(status(send("GET", "/api/jobs/x/events", host(), token))).isEqualTo(503);
      assertThat(status(send("GET", "/api/jobs", host(), token))).isEqualTo(200);
      started.close();
      for (Socket stream : streams) {
        assertThat(answer(stream)).contains("event: end");
      }
    }
  }

  @Test
  void limitsConnectionsAndTimes() throws Exception {
    start(null, false);

    assertThat(ConsoleServer.LIMITS)
        .containsEntry("jdk.httpserver.maxConnections", "256")
        .containsEntry("sun.net.httpserver.maxReqTime", "10")
        .containsEntry("sun.net.httpserver.maxRspTime", "60");
    assertThat(ConsoleServer.LIMITS.keySet())
        .allSatisfy(name -> assertThat(System.getProperty(name)).isNotNull());
    assertThat(LiveEvents.LIFETIME).isLessThan(Duration.ofSeconds(60));
  }

  @Test
  void closesRequestsWhoseBodyDoesNotCome() throws Exception {
    try (JobInspection job = JobInspection.open(config(), MetricsSource.NONE, Clock.systemUTC())) {
      jobs.put("x", job);
      start(null, true);
      String request =
          "POST /api/jobs/x/deadletters/accept HTTP/1.1\r\n"
              + host()
              + "\r\nContent-Type: application/json\r\n"
              + RequestGuard.ACTION
              + ": 1\r\nContent-Length: 100\r\n\r\n{";
      for (int i = 0; i < 40; i++) { // more than the server has threads
        connect().getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      }

      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> send("GET", "/api/jobs", host()).startsWith("HTTP/1.1 200"));
    }
  }

  @Test
  void refusesLongHeaders() throws Exception {
    start(null, false);

    String answer = send("GET", "/api/jobs", host(), "X-Long: " + "x".repeat(100_000));
    assertThat(answer.isEmpty() || status(answer) >= 400).isTrue();
  }

  @Test
  void refusesManyHeaders() throws Exception {
    start(null, false);
    String[] headers = new String[100];
    headers[0] = host();
    for (int i = 1; i < headers.length; i++) {
      headers[i] = "X-" + i + ": 1";
    }

    String answer = send("GET", "/api/jobs", headers);
    assertThat(answer.isEmpty() || status(answer) >= 400).isTrue();
  }

  @Test
  void closesSlowRequestsAndAnswersOthersMeanwhile() throws Exception {
    start(null, false);
    List<Socket> slow = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Socket socket = connect();
      socket
          .getOutputStream()
          .write("GET /api/jobs HTTP/1.1\r\nHost: loc".getBytes(StandardCharsets.UTF_8));
      slow.add(socket);
    }

    assertThat(status(send("GET", "/api/jobs", host()))).isEqualTo(200);
    for (Socket socket : slow) {
      assertThat(answer(socket)).describedAs("closed by the server").doesNotContain(" 200 ");
    }
  }

  @Test
  void answersAgainAfterAThousandConnections() throws Exception {
    start(null, false);
    byte[] part = "GET / HTTP/1.1\r\n".getBytes(StandardCharsets.UTF_8);
    long most = 0;
    for (int i = 0; i < 1_000; i++) {
      try {
        connect().getOutputStream().write(part);
      } catch (IOException refused) {
        // By the server, which has closed the connection, or by the operating system.
      }
      most = Math.max(most, i % 50 == 0 ? threads() : 0);
    }

    assertThat(Math.max(most, threads())).describedAs("threads").isBetween(1L, 32L);
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptions()
        .until(() -> status(send("GET", "/api/jobs", host())) == 200);
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("portage-console"))
        .count();
  }
}
