package io.portage.launcher.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portage.launcher.inspect.JobInspection;
import io.portage.launcher.status.MetricsSource;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The rules that hold for every request, each with a request that breaks it. */
final class ConsoleServerTest extends ConsoleUnderTest {
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
    assertThat(status(send("GET", "/", host(), "Host: attacker.example"))).isIn(400, 421);
  }

  @Test
  void refusesForeignOrigins() throws Exception {
    start(null, true);

    String own = "http://" + host().substring("Host: ".length());
    assertThat(status(send("GET", "/api/jobs", host(), "Origin: " + own))).isEqualTo(200);
    for (String origin :
        List.of(
            "http://attacker.example",
            "null",
            "https://localhost.example",
            own + ".attacker.example")) {
      assertThat(status(send("GET", "/api/jobs", host(), "Origin: " + origin))).isEqualTo(403);
    }
    for (String site : List.of("cross-site", "same-site")) {
      assertThat(status(send("GET", "/api/jobs", host(), "Sec-Fetch-Site: " + site)))
          .isEqualTo(403);
    }
    for (String site : List.of("same-origin", "none")) {
      assertThat(status(send("GET", "/api/jobs", host(), "Sec-Fetch-Site: " + site)))
          .isEqualTo(200);
    }
  }

  @Test
  void needsTheToken() throws Exception {
    start(TOKEN, false);

    assertThat(status(send("GET", "/api/jobs", host()))).isEqualTo(401);
    for (String wrong : List.of("wrong", TOKEN + "x", TOKEN.substring(1))) {
      assertThat(status(send("GET", "/api/jobs", host(), "Authorization: Bearer " + wrong)))
          .isEqualTo(401);
    }
    assertThat(status(send("GET", "/api/operations/1", host()))).isEqualTo(401);
    assertThat(status(send("GET", "/api/jobs", host(), "Authorization: Bearer " + TOKEN)))
        .isEqualTo(200);
    assertThat(status(send("GET", "/api/jobs", host(), "Authorization: bearer " + TOKEN)))
        .isEqualTo(200);
    assertThat(status(send("GET", "/", host()))).isEqualTo(200);
  }

  @Test
  void needsATokenOnOtherThanALoopbackAddress() throws Exception {
    InetSocketAddress any = new InetSocketAddress(0);

    assertThatThrownBy(() -> new ConsoleSettings(any, Set.of(), null, false, false, Map.of()))
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
    headers.remove("Content-Type");
    assertThatThrownBy(() -> guard.checkAction(headers)).hasMessageContaining("Content-Type");
    assertThatThrownBy(() -> guard(false).checkAction(headers))
        .hasMessageContaining("--allow-actions");
  }

  @Test
  void everyActionIsGuarded() throws Exception {
    try (JobInspection job = JobInspection.open(config(), MetricsSource.NONE, Clock.systemUTC())) {
      jobs.put("x", job);
      String empty = "Content-Length: 0";
      String json = "Content-Type: application/json";
      String action = RequestGuard.ACTION + ": 1";
      for (boolean allowed : List.of(true, false)) {
        start(null, allowed);
        for (String path : List.of("replay", "edit", "accept")) {
          String place = "/api/jobs/x/deadletters/" + path;
          assertThat(status(send("POST", place, host(), empty, json))).isEqualTo(403);
          assertThat(status(send("POST", place, host(), empty, action)))
              .isEqualTo(allowed ? 415 : 403);
          assertThat(status(send("POST", place, host(), empty, json, action)))
              .as("the body is missing")
              .isEqualTo(allowed ? 400 : 403);
        }
        stop();
      }
    }
  }

  private static RequestGuard guard(boolean actions) {
    return new RequestGuard(
        new ConsoleSettings(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            Set.of(),
            null,
            actions,
            false,
            Map.of()),
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
              "x-frame-options: deny",
              "cross-origin-opener-policy: same-origin",
              "cross-origin-resource-policy: same-origin",
              "cache-control: no-store",
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
    List<String> scripts =
        PageFiles.load().paths().stream().filter(path -> path.endsWith(".js")).toList();
    assertThat(scripts).hasSizeGreaterThan(10);
    for (String script : scripts) {
      assertThat(send("GET", script, host()))
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
