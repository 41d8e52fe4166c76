package io.portage.decode.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.portage.config.Secret;
import io.portage.decode.registry.RegistryConfig.RegistryAccess;
import io.portage.target.TargetException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/** Sends single requests to a registry. Thread-safe. */
final class RegistryClient {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final RegistryConfig config;
  private final Duration answer;
  private final HttpClient http;

  /**
   * Creates a client; sends nothing.
   *
   * @throws RegistryException if a key store cannot be used
   */
  RegistryClient(RegistryConfig config) {
    this(config, ANSWER);
  }

  /** The same with another time limit of an answer. */
  RegistryClient(RegistryConfig config, Duration answer) {
    this.config = config;
    this.answer = answer;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(answer.compareTo(CONNECT) < 0 ? answer : CONNECT);
    RegistryTls.context(config.access()).ifPresent(builder::sslContext);
    this.http = builder.build();
  }

  /**
   * Returns the answer to a GET as JSON.
   *
   * @param path below the registry's URL, encoded, with a slash at the beginning
   * @throws UnknownSchemaException if the registry does not have what the path names
   * @throws RegistryUnavailableException if a later attempt can succeed
   * @throws RegistryException if the registry refuses the credentials
   * @throws TargetException on an interrupt
   */
  JsonNode json(String path) throws UnknownSchemaException, RegistryUnavailableException {
    String body = text(path);
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      // The message of the parser would quote the answer.
      throw new RegistryUnavailableException("invalid", request(path) + ": not JSON", null);
    }
  }

  /** The same as text. */
  String text(String path) throws UnknownSchemaException, RegistryUnavailableException {
    HttpResponse<String> response = send(path);
    int status = response.statusCode();
    if (status == 200) {
      return response.body();
    }
    String problem = request(path) + ": HTTP " + status;
    if (status == 401 || status == 403) {
      throw new RegistryException(
          problem
              + (status == 401
                  ? ", the schema registry does not accept the credentials"
                  : ", the schema registry does not permit the request")
              + " (source.registry: user and password, token or keystore)",
          null);
    }
    if (status == 404) {
      if (isUnknown(path, response.body())) {
        throw new UnknownSchemaException("is not in the registry");
      }
      throw new RegistryUnavailableException(
          "404",
          problem + ", and not in the form of a registry: is source.registry.url right?",
          null);
    }
    if (status >= 300 && status < 400) {
      throw new RegistryException(
          problem + ", a redirect: set source.registry.url to the URL that it leads to", null);
    }
    if (status >= 400 && status < 500 && status != 408 && status != 425 && status != 429) {
      throw new UnknownSchemaException("is refused by the registry with HTTP " + status);
    }
    throw new RegistryUnavailableException(Integer.toString(status), problem, null);
  }

  /**
   * Returns true if the registry itself says that it does not have the schema; a proxy or a wrong
   * URL says 404, too.
   */
  private static boolean isUnknown(String path, String body) {
    try {
      JsonNode answer = JSON.readTree(body);
      int code = answer.path("error_code").asInt();
      String name = answer.path("name").asText();
      return code / 100 == 404
          || (name.endsWith("NotFoundException") && !name.equals("NotFoundException"))
          || (path.startsWith("/schemas/guids/") && answer.has("error_code"));
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  private HttpResponse<String> send(String path) throws RegistryUnavailableException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(config.url() + path))
            .timeout(answer)
            .header(
                "Accept",
                "application/vnd.schemaregistry.v1+json, application/json;q=0.9, */*;q=0.8");
    authorize(request);
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (HttpTimeoutException e) {
      throw new RegistryUnavailableException("timeout", request(path) + ": no answer in time", e);
    } catch (IOException e) {
      throw new RegistryUnavailableException("io", request(path) + ": " + reason(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TargetException("interrupted while waiting for the schema registry", e);
    }
  }

  /** Each request resolves the secrets, so that they can be replaced while a job runs. */
  private void authorize(HttpRequest.Builder request) {
    RegistryAccess access = config.access();
    Secret token = access.token();
    Secret user = access.user();
    Secret password = access.password();
    if (token != null) {
      request.header("Authorization", "Bearer " + token.reveal());
    } else if (user != null && password != null) {
      byte[] pair = (user.reveal() + ":" + password.reveal()).getBytes(StandardCharsets.UTF_8);
      request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
    }
  }

  private String request(String path) {
    return "GET " + config.url() + path;
  }

  /** Names the failure; the JDK's exceptions of refused connections have no message. */
  private static String reason(IOException e) {
    String name = e.getClass().getSimpleName();
    return e.getMessage() == null ? name : name + ": " + e.getMessage();
  }
}
