package io.portage.dataflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.auth.oauth2.UserCredentials;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.portage.HandClock;
import io.portage.config.Secret;
import io.portage.config.reading.ConfigReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs against a server that responds as Secret Manager and as Google's token service. */
class SecretManagerStoreTest {
  private static final String NAME = "projects/p/secrets/app-db/versions/latest";

  @TempDir Path folder;

  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final HandClock clock = new HandClock(Instant.EPOCH.plus(Duration.ofDays(20_000)));
  private HttpServer server;
  private SecretManagerStore store;

  /** The status of the next response. */
  private volatile int status = 200;

  private volatile String body = "";

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/token", this::token);
    server.createContext("/v1/", this::secret);
    server.start();
    URI root = URI.create("http://localhost:" + server.getAddress().getPort() + "/");
    UserCredentials credentials =
        UserCredentials.newBuilder()
            .setClientId("id")
            .setClientSecret("client")
            .setRefreshToken("refresh")
            .setTokenServerUri(root.resolve("token"))
            .build();
    store = new SecretManagerStore(() -> credentials, root, clock);
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void authenticatesWithTheMachinesToken() throws IOException {
    holds("p4ss\u00e4", /* damaged= */ false);

    assertThat(store.read(NAME)).isEqualTo("p4ss\u00e4");

    assertThat(requests)
        .containsExactly("GET /v1/projects/p/secrets/app-db/versions/latest:access Bearer tok-1");
  }

  @Test
  void cachesAValueForAMinute() throws IOException {
    holds("first", /* damaged= */ false);
    assertThat(store.read(NAME)).isEqualTo("first");
    holds("second", /* damaged= */ false);

    clock.move(Duration.ofSeconds(59));
    assertThat(store.read(NAME)).isEqualTo("first");
    clock.move(Duration.ofSeconds(1));
    assertThat(store.read(NAME)).isEqualTo("second");

    assertThat(requests).hasSize(2);
  }

  @Test
  void reportsGooglesReasonAndDoesNotCacheAFailure() throws IOException {
    status = 403;
    body = "{\"error\": {\"code\": 403, \"message\": \"Permission denied on\\n the secret\"}}";

    assertThatThrownBy(() -> store.read(NAME))
        .isInstanceOf(IOException.class)
        .hasMessage("Secret Manager answers 403: Permission denied on the secret");

    status = 200;
    holds("granted", /* damaged= */ false);
    assertThat(store.read(NAME)).isEqualTo("granted");
  }

  @Test
  void rejectsAnInvalidResponseWithoutShowingIt() {
    body = "{\"payload\": {}}";
    assertThatThrownBy(() -> store.read(NAME)).hasMessageContaining("has no payload");
    holds("p4ss", /* damaged= */ true);
    assertThatThrownBy(() -> store.read(NAME))
        .hasMessageContaining("damaged")
        .message()
        .doesNotContain("p4ss");
  }

  @Test
  void isFoundByTheConfigurationOnThisClassPath() throws Exception {
    Path file = Files.writeString(folder.resolve("users.yaml"), Example.text());

    Secret password = ConfigReader.read(file, Map.of()).target().jdbc().password();

    assertThat(password)
        .isEqualTo(
            Secret.referenceTo(
                "secretManager", "projects/portage-test/secrets/app-db/versions/latest", "any"));
  }

  @Test
  void rejectsAnInvalidVersionName() {
    assertThat(store.problem(NAME)).isEmpty();
    assertThat(store.problem("projects/p/locations/europe-west1/secrets/s/versions/12")).isEmpty();
    for (String wrong :
        List.of(
            "app-db",
            "projects/p/secrets/s",
            NAME + "/../x",
            "projects/p?x/secrets/s/versions/1")) {
      assertThat(store.problem(wrong)).describedAs(wrong).isPresent();
    }
  }

  private void holds(String value, boolean damaged) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    CRC32C sum = new CRC32C();
    sum.update(bytes);
    body =
        "{\"name\": \"x\", \"payload\": {\"data\": \""
            + Base64.getEncoder().encodeToString(bytes)
            + "\", \"dataCrc32c\": \""
            + (sum.getValue() + (damaged ? 1 : 0))
            + "\"}}";
  }

  private void token(HttpExchange exchange) throws IOException {
    send(exchange, 200, "{\"access_token\": \"tok-1\", \"expires_in\": 3600}");
  }

  private void secret(HttpExchange exchange) throws IOException {
    requests.add(
        exchange.getRequestMethod()
            + " "
            + exchange.getRequestURI()
            + " "
            + exchange.getRequestHeaders().getFirst("Authorization"));
    send(exchange, status, body);
  }

  private static void send(HttpExchange exchange, int status, String json) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }
}
