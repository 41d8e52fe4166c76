package io.portage.dataflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * A fake of the Google services that a submission uses: the JSON interfaces of Cloud Storage,
 * Dataflow and Secret Manager. It keeps what it receives.
 */
final class GoogleStandIn implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Pattern OBJECT = Pattern.compile(".*/b/([^/]+)/o/([^/?]+)");
  private static final Pattern BUCKET = Pattern.compile(".*/b/([^/]+)");
  private static final Pattern TOTAL = Pattern.compile("bytes .*/(\\d+)");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(8);

  /** Contents by {@code gs://} name; only the sizes of jars matter, so they are left empty. */
  private final Map<String, byte[]> objects = new ConcurrentSkipListMap<>();

  private final Map<String, String> secrets = new ConcurrentHashMap<>();
  private final Map<String, Upload> uploads = new ConcurrentHashMap<>();
  private final AtomicLong ids = new AtomicLong();
  private final List<JsonNode> jobs = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<String> strange = new CopyOnWriteArrayList<>();

  private GoogleStandIn(HttpServer server) {
    this.server = server;
  }

  /** Starts a server on a free port of this machine. */
  static GoogleStandIn start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    GoogleStandIn standIn = new GoogleStandIn(server);
    server.createContext("/", standIn::serve);
    server.setExecutor(standIn.threads);
    server.start();
    return standIn;
  }

  /** Returns the options that direct Beam's clients to it. */
  List<String> options() {
    return List.of(
        "--gcsEndpoint=" + root() + "storage/v1/",
        "--apiRootUrl=" + root(),
        "--dataflowEndpoint=v1b3/",
        "--credentialFactoryClass=org.apache.beam.sdk.extensions.gcp.auth.NoopCredentialFactory");
  }

  private String root() {
    return "http://localhost:" + server.getAddress().getPort() + "/";
  }

  /** Returns the environment in which a process reads secrets here; writes a key of its own. */
  Map<String, String> environment(Path folder) throws IOException, GeneralSecurityException {
    KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
    keys.initialize(2048);
    String key =
        Base64.getMimeEncoder().encodeToString(keys.generateKeyPair().getPrivate().getEncoded());
    Path account = folder.resolve("account.json");
    Files.writeString(
        account,
        JSON.createObjectNode()
            .put("type", "service_account")
            .put("project_id", "portage-test")
            .put("private_key_id", "1")
            .put(
                "private_key",
                "-----BEGIN PRIVATE KEY-----\n" + key + "\n-----END PRIVATE KEY-----\n")
            .put("client_email", "me@portage-test.iam.gserviceaccount.com")
            .put("client_id", "1")
            .put("token_uri", root() + "token")
            .toString());
    return Map.of(
        "GOOGLE_APPLICATION_CREDENTIALS", account.toString(), "PORTAGE_SECRET_MANAGER", root());
  }

  /** Adds a secret version. */
  void hide(String version, String value) {
    secrets.put(version, value);
  }

  void put(String name, String text) {
    objects.put(name, text.getBytes(StandardCharsets.UTF_8));
  }

  Map<String, byte[]> objects() {
    return objects;
  }

  /** Returns the created jobs in order. */
  List<JsonNode> jobs() {
    return jobs;
  }

  /** Returns the received requests in order. */
  List<String> requests() {
    return requests;
  }

  /** Returns the requests that it does not support. */
  List<String> strange() {
    return strange;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      answer(exchange);
    } catch (RuntimeException failed) {
      strange.add(exchange.getRequestURI() + ": " + failed);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    String method = exchange.getRequestMethod();
    URI uri = exchange.getRequestURI();
    String path = uri.getRawPath();
    requests.add(method + " " + uri);
    if (path.startsWith("/upload/") && method.equals("POST")) {
      begin(exchange, path);
    } else if (path.startsWith("/upload/") && method.equals("PUT")) {
      upload(exchange, query(uri).get("upload_id"));
    } else if (path.matches("/v1b3/.*/jobs") && method.equals("POST")) {
      job(exchange);
    } else if (path.matches("/v1b3/.*/jobs/.*")) {
      send(exchange, 200, "{\"id\": \"job-1\", \"currentState\": \"JOB_STATE_RUNNING\"}");
    } else if (path.equals("/token")) {
      exchange.getRequestBody().readAllBytes();
      send(exchange, 200, "{\"access_token\": \"token-1\", \"expires_in\": 3600}");
    } else if (path.startsWith("/v1/") && path.endsWith(":access")) {
      secret(exchange, path.substring("/v1/".length(), path.length() - ":access".length()));
    } else if (OBJECT.matcher(path).matches() && method.equals("GET")) {
      object(exchange, path);
    } else if (BUCKET.matcher(path).matches() && method.equals("GET")) {
      String bucket = path.substring(path.lastIndexOf('/') + 1);
      send(exchange, 200, "{\"name\": \"" + bucket + "\", \"projectNumber\": \"1\"}");
    } else {
      strange.add(method + " " + uri);
      send(exchange, 404, error(404, "not here"));
    }
  }

  private void secret(HttpExchange exchange, String version) throws IOException {
    String value = secrets.get(version);
    String asks = exchange.getRequestHeaders().getFirst("Authorization");
    if (value == null || !"Bearer token-1".equals(asks)) {
      send(exchange, 403, error(403, "Permission denied"));
      return;
    }
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    String data = Base64.getEncoder().encodeToString(bytes);
    send(exchange, 200, "{\"payload\": {\"data\": \"" + data + "\"}}");
  }

  private void object(HttpExchange exchange, String path) throws IOException {
    String name = name(path);
    byte[] content = objects.get(name);
    if (content == null) {
      send(exchange, 404, error(404, "No such object"));
    } else if ("media".equals(query(exchange.getRequestURI()).get("alt"))) {
      exchange.getResponseHeaders().add("Content-Type", "application/octet-stream");
      exchange.sendResponseHeaders(200, content.length == 0 ? -1 : content.length);
      exchange.getResponseBody().write(content);
    } else {
      send(exchange, 200, metadata(name, content.length));
    }
  }

  private void begin(HttpExchange exchange, String path) throws IOException {
    exchange.getRequestBody().readAllBytes();
    Matcher bucket = Pattern.compile(".*/b/([^/]+)/o").matcher(path);
    if (!bucket.matches()) {
      throw new IllegalStateException("no bucket in " + path);
    }
    String object = query(exchange.getRequestURI()).get("name");
    String id = "upload-" + ids.incrementAndGet();
    uploads.put(id, new Upload("gs://" + bucket.group(1) + "/" + object));
    exchange.getResponseHeaders().add("Location", root() + path.substring(1) + "?upload_id=" + id);
    exchange.sendResponseHeaders(200, -1);
  }

  private void upload(HttpExchange exchange, String id) throws IOException {
    Upload upload = Objects.requireNonNull(uploads.get(id));
    upload.take(exchange.getRequestBody());
    Matcher total =
        TOTAL.matcher(
            Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("Content-Range"), ""));
    if (total.matches()) {
      objects.put(upload.name, upload.bytes.toByteArray());
      send(exchange, 200, metadata(upload.name, upload.size));
    } else {
      exchange.getResponseHeaders().add("Range", "bytes=0-" + (upload.size - 1));
      exchange.sendResponseHeaders(308, -1);
    }
  }

  private void job(HttpExchange exchange) throws IOException {
    boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
    try (InputStream body =
        zipped ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody()) {
      jobs.add(JSON.readTree(body));
    }
    send(exchange, 200, "{\"id\": \"job-1\", \"currentState\": \"JOB_STATE_PENDING\"}");
  }

  private static String metadata(String name, long size) {
    int slash = name.indexOf('/', "gs://".length());
    return JSON.createObjectNode()
        .put("kind", "storage#object")
        .put("bucket", name.substring("gs://".length(), slash))
        .put("name", name.substring(slash + 1))
        .put("size", Long.toString(size))
        .put("generation", "1")
        .put("metageneration", "1")
        .put("timeCreated", "2026-01-01T00:00:00Z")
        .put("updated", "2026-01-01T00:00:00Z")
        .toString();
  }

  private static String error(int code, String message) {
    return "{\"error\": {\"code\": " + code + ", \"message\": \"" + message + "\"}}";
  }

  private static String name(String path) {
    Matcher matcher = OBJECT.matcher(path);
    if (!matcher.matches()) {
      throw new IllegalStateException(path);
    }
    return "gs://" + matcher.group(1) + "/" + decoded(matcher.group(2));
  }

  private static Map<String, String> query(URI uri) {
    Map<String, String> values = new ConcurrentHashMap<>();
    for (String pair : Objects.requireNonNullElse(uri.getRawQuery(), "").split("&")) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        values.put(pair.substring(0, equals), decoded(pair.substring(equals + 1)));
      }
    }
    return values;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static void send(HttpExchange exchange, int status, String json) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  /** The received part of an object. */
  private static final class Upload {
    private final String name;
    private final java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
    private long size;

    Upload(String name) {
      this.name = name;
    }

    void take(InputStream body) {
      boolean jar = name.endsWith(".jar");
      byte[] buffer = new byte[1 << 16];
      try {
        for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
          size += read;
          if (!jar) {
            bytes.write(buffer, 0, read);
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
