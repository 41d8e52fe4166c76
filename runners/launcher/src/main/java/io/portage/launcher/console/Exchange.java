package io.portage.launcher.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import io.portage.launcher.inspect.Answers;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One request and its answer. Every answer has the headers that restrict what a browser does. */
final class Exchange {
  /** The greatest size of a request's body. */
  static final int MOST_BYTES = 1 << 20;

  private static final int MOST_PARAMETERS = 200;
  private static final JsonMapper JSON = new JsonMapper();

  private final HttpExchange http;

  Exchange(HttpExchange http) {
    this.http = http;
    Headers headers = http.getResponseHeaders();
    headers.set(
        "Content-Security-Policy",
        "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none';"
            + " object-src 'none'");
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("X-Frame-Options", "DENY");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("Cross-Origin-Opener-Policy", "same-origin");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    headers.set("Cache-Control", "no-store");
  }

  String method() {
    return http.getRequestMethod();
  }

  String path() {
    return http.getRequestURI().getPath();
  }

  Headers headers() {
    return http.getRequestHeaders();
  }

  String client() {
    return String.valueOf(http.getRemoteAddress().getAddress().getHostAddress());
  }

  /** Returns the parameters of the query, each with its values in order. */
  Map<String, List<String>> parameters() throws Refusal {
    String query = http.getRequestURI().getRawQuery();
    Map<String, List<String>> parameters = new HashMap<>();
    if (query == null || query.isEmpty()) {
      return parameters;
    }
    String[] parts = query.split("&", MOST_PARAMETERS + 1);
    if (parts.length > MOST_PARAMETERS) {
      throw new Refusal(400, "more than " + MOST_PARAMETERS + " parameters");
    }
    for (String part : parts) {
      int equals = part.indexOf('=');
      String name = decoded(equals < 0 ? part : part.substring(0, equals));
      String value = equals < 0 ? "" : decoded(part.substring(equals + 1));
      parameters.computeIfAbsent(name, each -> new ArrayList<>()).add(value);
    }
    return parameters;
  }

  private static String decoded(String text) throws Refusal {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      throw new Refusal(400, "a parameter is malformed");
    }
  }

  /** Reads the body, which must be a JSON object of at most 1 MB. */
  JsonNode body() throws IOException, Refusal {
    String length = headers().getFirst("Content-Length");
    if (length != null && (length.length() > 9 || Long.parseLong(length) > MOST_BYTES)) {
      throw new Refusal(413, "the body is larger than " + MOST_BYTES + " bytes");
    }
    byte[] bytes = http.getRequestBody().readNBytes(MOST_BYTES + 1);
    if (bytes.length > MOST_BYTES) {
      throw new Refusal(413, "the body is larger than " + MOST_BYTES + " bytes");
    }
    JsonNode body;
    try {
      body = JSON.readTree(bytes);
    } catch (com.fasterxml.jackson.core.JacksonException e) {
      throw new Refusal(400, "the body is not JSON");
    }
    if (body == null || !body.isObject()) {
      throw new Refusal(400, "the body is not a JSON object");
    }
    return body;
  }

  /** Sends an answer as JSON. */
  void json(int status, Object answer) throws IOException {
    send(status, "application/json; charset=utf-8", Answers.bytes(answer));
  }

  /** Sends an error as JSON. */
  void error(int status, @Nullable String message) throws IOException {
    if (status == 401) {
      http.getResponseHeaders().set("WWW-Authenticate", "Bearer");
    }
    json(status, Map.of("error", String.valueOf(message)));
  }

  /** Begins an answer whose length is not known; the caller closes it. */
  OutputStream begin(String type) throws IOException {
    http.getResponseHeaders().set("Content-Type", type);
    http.sendResponseHeaders(200, 0);
    return http.getResponseBody();
  }

  /** Sends bytes; for a HEAD request their headers only. */
  void send(int status, String type, byte[] bytes) throws IOException {
    http.getResponseHeaders().set("Content-Type", type);
    boolean isHead = method().equals("HEAD");
    http.sendResponseHeaders(status, isHead || bytes.length == 0 ? -1 : bytes.length);
    if (!isHead && bytes.length > 0) {
      try (OutputStream out = http.getResponseBody()) {
        out.write(bytes);
      }
    }
  }

  void close() {
    http.close();
  }
}
