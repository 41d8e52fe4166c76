package io.portage.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("full")
class SandboxRegistryIT {
  private static final String SCHEMA = "{\"schema\": \"\\\"string\\\"\"}";

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void theRegistryStartsAtItsFirstUseAndEndsWithTheSandbox() throws Exception {
    ProcessHandle process;
    try (Sandbox sandbox = Sandbox.start()) {
      String schemas = sandbox.registryUrl() + "/schemas/ids/1";
      HttpRequest registration =
          HttpRequest.newBuilder(
                  URI.create(sandbox.registryUrl() + "/subjects/orders-value/versions"))
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(SCHEMA))
              .build();
      assertThat(send(registration).body()).isEqualTo("{\"id\":1}");
      assertThat(get(schemas).body()).contains("string");
      process = ProcessHandle.of(sandbox.registry().pid()).orElseThrow();

      sandbox.registry().freeze();
      assertThatThrownBy(() -> get(schemas)).isInstanceOf(HttpTimeoutException.class);

      sandbox.registry().thaw();
      assertThat(get(schemas).statusCode()).isEqualTo(200);
    }
    Awaitility.await().until(() -> !process.isAlive());
  }

  private HttpResponse<String> get(String url) throws Exception {
    return send(HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(2)).build());
  }

  private HttpResponse<String> send(HttpRequest request) throws Exception {
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }
}
