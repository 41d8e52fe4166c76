package io.portage.direct;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A headless Chromium, driven by the W3C protocol of its driver. */
final class Browser implements AutoCloseable {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
  private static final JsonMapper JSON = new JsonMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final Process driver;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final String address;
  private final String session;

  private Browser(Process driver, String address, String session) {
    this.driver = driver;
    this.address = address;
    this.session = session;
  }

  static boolean isInstalled() {
    return Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER);
  }

  static Browser open(boolean dark, int width, int height) throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Process driver =
        new ProcessBuilder(DRIVER.toString(), "--port=" + port)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    String address = "http://127.0.0.1:" + port;
    Browser starting = new Browser(driver, address, "");
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .ignoreExceptions()
        .until(() -> starting.send("GET", "/status", null).path("ready").asBoolean());
    ObjectNode options = JSON.createObjectNode();
    options.put("binary", CHROMIUM.toString());
    options
        .putArray("args")
        .add("--headless=new")
        .add("--no-sandbox")
        .add("--disable-gpu")
        .add("--disable-dev-shm-usage")
        .add("--hide-scrollbars")
        .add("--window-size=" + width + "," + height)
        .add(dark ? "--force-dark-mode" : "--disable-features=WebContentsForceDark")
        .add("--blink-settings=preferredColorScheme=" + (dark ? 0 : 1));
    ObjectNode wanted = JSON.createObjectNode();
    wanted.putObject("capabilities").putObject("alwaysMatch").set("goog:chromeOptions", options);
    String session = starting.send("POST", "/session", wanted).path("sessionId").asText();
    return new Browser(driver, address, session);
  }

  private JsonNode send(String method, String path, @Nullable Object body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address + path))
            .timeout(Duration.ofSeconds(30))
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
            .build();
    JsonNode value =
        JSON.readTree(client.send(request, HttpResponse.BodyHandlers.ofString()).body())
            .path("value");
    if (value.has("error")) {
      throw new IOException(method + " " + path + ": " + value.path("message").asText());
    }
    return value;
  }

  void go(String url) throws Exception {
    send("POST", "/session/" + session + "/url", Map.of("url", url));
  }

  /** Runs a script in the page and returns its result. */
  JsonNode run(String script, Object... arguments) throws Exception {
    return send(
        "POST",
        "/session/" + session + "/execute/sync",
        Map.of("script", script, "args", arguments));
  }

  /** Returns the text that the page shows. */
  String text() throws Exception {
    return run("return document.body.innerText").asText();
  }

  /** Waits until the page shows a text. */
  void waitFor(String text) {
    Awaitility.await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .untilAsserted(() -> org.assertj.core.api.Assertions.assertThat(text()).contains(text));
  }

  /** Clicks the first button or link that begins with a text, as soon as there is one. */
  void click(String text) {
    Awaitility.await("a button or link '" + text + "'")
        .atMost(PATIENCE)
        .until(() -> isClicked(text));
  }

  private boolean isClicked(String text) throws Exception {
    return run(
            "const wanted = arguments[0];"
                + "const all = [...document.querySelectorAll('dialog[open] button')]"
                + ".concat([...document.querySelectorAll('button:enabled, a')]);"
                + "const found = all.find(e => e.innerText.trim().startsWith(wanted));"
                + "if (found) found.click(); return Boolean(found);",
            text)
        .asBoolean();
  }

  /** Sets the value of the first element of a selector, as a user does. */
  void type(String selector, String value) throws Exception {
    run(
        "const e = document.querySelector(arguments[0]); e.focus(); e.value = arguments[1];"
            + "e.dispatchEvent(new Event('input', {bubbles: true}));",
        selector,
        value);
  }

  /** Makes the page as wide as a phone's, which is narrower than a window can be. */
  void emulatePhone() throws Exception {
    send(
        "POST",
        "/session/" + session + "/goog/cdp/execute",
        Map.of(
            "cmd",
            "Emulation.setDeviceMetricsOverride",
            "params",
            Map.of("width", 390, "height", 844, "deviceScaleFactor", 1, "mobile", true)));
  }

  void screenshot(Path file) throws Exception {
    Files.createDirectories(file.getParent());
    Files.write(
        file,
        Base64.getDecoder()
            .decode(send("GET", "/session/" + session + "/screenshot", null).asText()));
  }

  @Override
  public void close() throws IOException {
    try {
      send("DELETE", "/session/" + session, null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      driver.destroy();
      Awaitility.await().until(() -> !driver.isAlive());
    }
  }
}
