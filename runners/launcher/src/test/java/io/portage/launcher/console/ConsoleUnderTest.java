package io.portage.launcher.console;

import io.portage.config.PortageConfig;
import io.portage.config.reading.ConfigReader;
import io.portage.launcher.Engine;
import io.portage.launcher.inspect.JobInspection;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A console on a free port, and requests as bytes. */
abstract class ConsoleUnderTest {
  static {
    ShortLimits.set();
  }

  static final String TOKEN = "a-token-of-enough-characters";

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

  final Map<String, JobInspection> jobs = new HashMap<>();
  final StringWriter audit = new StringWriter();
  final List<Socket> sockets = new ArrayList<>();
  @Nullable ConsoleServer server;

  @TempDir Path folder;

  @AfterEach
  void stop() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    if (server != null) {
      server.close();
    }
  }

  final ConsoleServer start(@Nullable String token, boolean actions) throws IOException {
    return start(token, actions, /* values= */ false);
  }

  final ConsoleServer start(@Nullable String token, boolean actions, boolean values)
      throws IOException {
    ConsoleServer started =
        ConsoleServer.start(
            jobs,
            new ConsoleSettings(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Set.of("console.example.org"),
                token,
                actions,
                values,
                Map.of()),
            NONE,
            List.of(),
            new PrintWriter(audit, true),
            Clock.systemUTC());
    server = started;
    return started;
  }

  final Socket connect() throws IOException {
    Socket socket =
        new Socket(
            InetAddress.getLoopbackAddress(),
            java.util.Objects.requireNonNull(server).address().getPort());
    socket.setSoTimeout(20_000);
    sockets.add(socket);
    return socket;
  }

  /** Sends a request and returns the whole answer; empty if the connection is closed. */
  final String send(String method, String path, String... headers) throws IOException {
    Socket socket = connect();
    StringBuilder request =
        new StringBuilder(method + " " + path + " HTTP/1.1\r\nConnection: close\r\n");
    for (String header : headers) {
      request.append(header).append("\r\n");
    }
    socket.getOutputStream().write((request + "\r\n").getBytes(StandardCharsets.UTF_8));
    return answer(socket);
  }

  static String answer(Socket socket) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    try {
      socket.getInputStream().transferTo(answer);
    } catch (java.net.SocketException reset) {
      // The server has closed the connection.
    }
    return answer.toString(StandardCharsets.UTF_8);
  }

  final String host() {
    return "Host: localhost:" + java.util.Objects.requireNonNull(server).address().getPort();
  }

  static int status(String answer) {
    return Integer.parseInt(answer.split(" ", 3)[1]);
  }

  final PortageConfig config() throws Exception {
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
            deadLetters: {files: '%s'}
            """
                .formatted(folder.resolve("letters")));
    return ConfigReader.read(file, Map.of());
  }
}
