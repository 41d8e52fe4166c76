package io.portage.launcher.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portage.config.PortageConfig;
import io.portage.config.reading.ConfigReader;
import io.portage.launcher.Engine;
import io.portage.launcher.inspect.JobInspection;
import io.portage.launcher.deadletters.ShownText;
import io.portage.launcher.status.MetricsSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rules that hold for every request, each with a request that breaks it. */
final class ConsoleServerTest {
  static {
    // Read once by the JDK's server; short, so that the tests of slow clients are.
    System.setProperty("sun.net.httpserver.maxReqTime", "1");
    System.setProperty("sun.net.httpserver.clockTick", "500");
    System.setProperty("sun.net.httpserver.timerMillis", "500");
  }

  private static final String TOKEN = "a-token-of-enough-characters";

  private static final Engine NONE =
      new Engine() {
        @Override
        public String runner() {
          return "DirectRunner";
        }

        @Override
        public List<String> defaults(boolean bounded, List<String> given) {
          return List.of();
        }
      };

  private final Map<String, JobInspection> jobs = new HashMap<>();
  private final StringWriter audit = new StringWriter();
  private final List<Socket> sockets = new ArrayList<>();
  private @Nullable ConsoleServer server;

  @TempDir private Path folder;

  @AfterEach
  void stop() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    if (server != null) {
      server.close();
    }
  }

  private ConsoleServer start(@Nullable String token, boolean actions) throws IOException {
    ConsoleServer started =
        ConsoleServer.start(
            jobs,
            new ConsoleSettings(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Set.of("console.example.org"),
                token,
                actions,
                false),
            NONE,
            List.of(),
            new PrintWriter(audit, true),
            Clock.systemUTC());
    server = started;
    return started;
  }

  private Socket connect() throws IOException {
    Socket socket =
        new Socket(
            InetAddress.getLoopbackAddress(),
            java.util.Objects.requireNonNull(server).address().getPort());
    socket.setSoTimeout(20_000);
    sockets.add(socket);
    return socket;
  }

  /** Sends a request and returns the whole answer; empty if the connection is closed. */
  private String send(String method, String path, String... headers) throws IOException {
    Socket socket = connect();
    StringBuilder request =
        new StringBuilder(method + " " + path + " HTTP/1.1\r\nConnection: close\r\n");
    for (String header : headers) {
      request.append(header).append("\r\n");
    }
    socket.getOutputStream().write((request + "\r\n").getBytes(StandardCharsets.UTF_8));
    return answer(socket);
  }

  private static String answer(Socket socket) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    try {
      socket.getInputStream().transferTo(answer);
    } catch (java.net.SocketException reset) {
      // The server has closed the connection.
    }
    return answer.toString(StandardCharsets.UTF_8);
  }

  private String host() {
    return "Host: localhost:" + java.util.Objects.requireNonNull(server).address().getPort();
  }

  private static int status(String answer) {
    return Integer.parseInt(answer.split(" ", 3)[1]);
  }

  @Test
  void answersItsOwnNames() throws Exception {
    start(null, false);

    assertThat(status(send("GET", "/", host()))).isEqualTo(200);
    assertThat(status(send("GET", "/api/jobs", host()))).isEqualTo(200);
    assertThat(status(send("GET", "/", "Host: console.example.org"))).isEqualTo(200);
    assertThat(status(send("GET", "/", host(), "Origin: http://" + host().substring(6))))
        .isEqualTo(200);
  }

  @Test
  void refusesForeignHosts() throws Exception {
    start(null, false);

    assertThat(status(send("GET", "/api/jobs", "Host: attacker.example"))).isEqualTo(421);
    assertThat(status(send("GET", "/", "Host: attacker.example:80"))).isEqualTo(421);
    assertThat(status(send("GET", "/", "Host: localhost:1"))).isEqualTo(421);
    assertThat(status(send("GET", "/"))).isIn(400, 421);
  }

  @Test
  void refusesForeignOrigins() throws Exception {
    start(null, true);

    for (String origin : List.of("http://attacker.example", "null", "https://localhost.example")) {
      assertThat(status(send("GET", "/api/jobs", host(), "Origin: " + origin))).isEqualTo(403);
    }
    assertThat(status(send("GET", "/api/jobs", host(), "Sec-Fetch-Site: cross-site")))
        .isEqualTo(403);
  }

  @Test
  void needsTheToken() throws Exception {
    start(TOKEN, false);

    assertThat(status(send("GET", "/api/jobs", host()))).isEqualTo(401);
    assertThat(status(send("GET", "/api/jobs", host(), "Authorization: Bearer wrong")))
        .isEqualTo(401);
    assertThat(status(send("GET", "/api/operations/1", host()))).isEqualTo(401);
    assertThat(status(send("GET", "/api/jobs", host(), "Authorization: Bearer " + TOKEN)))
        .isEqualTo(200);
    assertThat(status(send("GET", "/", host()))).isEqualTo(200);
  }

  @Test
  void needsATokenOnOtherThanALoopbackAddress() throws Exception {
    InetSocketAddress any = new InetSocketAddress(0);

    assertThatThrownBy(() -> new ConsoleSettings(any, Set.of(), null, false, false))
        .hasMessageContaining("token");
  }

  @Test
  void actionsNeedTheirHeaderAndJson() throws Exception {
    RequestGuard guard = guard(true);
    com.sun.net.httpserver.Headers headers = new com.sun.net.httpserver.Headers();

    headers.set("Content-Type", "application/json");
    assertThatThrownBy(() -> guard.checkAction(headers)).hasMessageContaining(RequestGuard.ACTION);
    headers.set(RequestGuard.ACTION, "1");
    guard.checkAction(headers);
    headers.set("Content-Type", "text/plain");
    assertThatThrownBy(() -> guard.checkAction(headers)).hasMessageContaining("Content-Type");
    assertThatThrownBy(() -> guard(false).checkAction(headers))
        .hasMessageContaining("--allow-actions");
  }

  private static RequestGuard guard(boolean actions) {
    return new RequestGuard(
        new ConsoleSettings(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            Set.of(),
            null,
            actions,
            false),
        1);
  }

  @Test
  void restrictsWhatABrowserDoes() throws Exception {
    start(null, false);

    for (String path : List.of("/", "/api/jobs", "/nothing")) {
      assertThat(send("GET", path, host()).toLowerCase(java.util.Locale.ROOT))
          .contains(
              "content-security-policy: default-src 'self'; frame-ancestors 'none'",
              "x-content-type-options: nosniff",
              "referrer-policy: no-referrer")
          .doesNotContain("unsafe", "access-control-allow");
    }
  }

  @Test
  void pagesHaveNoInlineScriptOrStyle() throws Exception {
    start(null, false);
    String page = send("GET", "/", host());

    assertThat(page).contains("<script type=\"module\" src=\"/js/main.js\"></script>");
    assertThat(page.replace("<script type=\"module\" src=\"/js/main.js\"></script>", ""))
        .doesNotContain("<script", "<style", " style=", " onclick=", "javascript:");
  }

  @Test
  void scriptsNeverParseATextAsHtml() throws Exception {
    start(null, false);
    for (String script :
        List.of(
            "main", "dom", "api", "overview", "tables", "letters", "letter", "row", "actions")) {
      assertThat(send("GET", "/js/" + script + ".js", host()))
          .startsWith("HTTP/1.1 200")
          .doesNotContainPattern(
              "innerHTML|outerHTML|insertAdjacentHTML|document\\.write|eval\\(|new Function");
    }
  }

  @Test
  void servesOnlyItsOwnFiles() throws Exception {
    start(null, false);

    for (String path :
        List.of(
            "/../../../../etc/passwd",
            "/js/../../../../../etc/passwd",
            "/%2e%2e/%2e%2e/etc/passwd",
            "/js/..%2f..%2fsimplelogger.properties",
            "/..\\..\\etc\\passwd",
            "//etc/passwd",
            "/console/index.html",
            "/js/")) {
      assertThat(status(send("GET", path, host()))).describedAs(path).isIn(400, 404);
    }
  }

  @Test
  void refusesOtherMethods() throws Exception {
    start(null, true);

    assertThat(status(send("DELETE", "/api/jobs", host()))).isEqualTo(405);
    assertThat(status(send("POST", "/", host(), "Content-Length: 0"))).isEqualTo(405);
    assertThat(status(send("TRACE", "/api/jobs", host()))).isEqualTo(405);
  }

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

  private PortageConfig config() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("job.yaml"),
            """
            name: x
            source:
              kafka: {bootstrapServers: "localhost:1", topics: [users], groupId: g}
              format: envelope-json
            tables: [{from: users, to: users, key: [id], deletes: hard, metadata: {version: v}}]
            target: {jdbc: {url: "jdbc:postgresql://localhost:1/x", user: u, password: p}}
            deadLetters: {files: letters}
            """);
    return ConfigReader.read(file, Map.of());
  }

  @Test
  void cutsOffLongValues() {
    ShownText shown = ShownText.of(new byte[50 << 20]);

    assertThat(shown.isWhole()).isFalse();
    assertThat(shown.bytes()).isEqualTo(50 << 20);
    assertThat(shown.text().length()).isLessThan(1 << 20);
  }

  @Test
  void refusesLongHeaders() throws Exception {
    start(null, false);

    String answer = send("GET", "/api/jobs", host(), "X-Long: " + "x".repeat(100_000));
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

  @Test
  void aLineOfTheAuditLogCannotBeForged() {
    AuditLog log = new AuditLog(new PrintWriter(audit, true), Clock.systemUTC());
    log.line(
        "replay",
        "job",
        List.of("t-0-1"),
        "ann\naudit 2026 action=accept",
        "\" by=\"root\u2028x\u202e",
        "127.0.0.1");

    assertThat(audit.toString().lines()).hasSize(1);
    assertThat(audit.toString())
        .contains("action=replay", "ids=t-0-1", "by=\"ann?audit 2026 action=accept\"")
        .contains("reason=\"' by='root?x?\"");
  }
}
