package io.portage.dataflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.auth.oauth2.GoogleCredentials;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.zip.CRC32C;

/**
 * A request to Secret Manager: {@code GET v1/projects/.../versions/...:access}.
 *
 * @param service the service's address, with a slash at its end
 * @param credentials the source of the access token
 */
record SecretManagerRequest(URI service, GoogleCredentials credentials) {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Returns the value of a secret version. */
  String access(String version) throws IOException {
    URI uri = service.resolve("v1/" + version + ":access");
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(TIMEOUT).GET();
    credentials
        .getRequestMetadata(uri)
        .forEach((name, values) -> values.forEach(value -> request.header(name, value)));
    HttpResponse<String> answer = send(request.build());
    if (answer.statusCode() != 200) {
      throw new IOException(
          "Secret Manager answers " + answer.statusCode() + reason(answer.body()));
    }
    return value(answer.body());
  }

  private static HttpResponse<String> send(HttpRequest request) throws IOException {
    HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted = new InterruptedIOException("interrupted");
      interrupted.initCause(e);
      throw interrupted;
    }
  }

  /** Returns the payload's value, checked against its checksum if the response has one. */
  private static String value(String body) throws IOException {
    JsonNode payload = JSON.readTree(body).path("payload");
    if (!payload.path("data").isTextual()) {
      throw new IOException("Secret Manager's response has no payload");
    }
    byte[] data = Base64.getDecoder().decode(payload.path("data").textValue());
    CRC32C sum = new CRC32C();
    sum.update(data);
    if (payload.has("dataCrc32c") && payload.path("dataCrc32c").asLong() != sum.getValue()) {
      throw new IOException("Secret Manager's response was damaged in transit");
    }
    return new String(data, StandardCharsets.UTF_8);
  }

  /** Returns Google's error message: it names the secret and the permission, no value. */
  private static String reason(String body) {
    try {
      JsonNode message = JSON.readTree(body).path("error").path("message");
      return message.isTextual() ? ": " + message.textValue().replaceAll("\\s+", " ") : "";
    } catch (JsonProcessingException noJson) {
      return "";
    }
  }
}
