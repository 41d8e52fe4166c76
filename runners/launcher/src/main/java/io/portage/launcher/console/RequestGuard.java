package io.portage.launcher.console;

import com.sun.net.httpserver.Headers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides which requests are answered.
 *
 * <ul>
 *   <li>{@code Host} must be the server's own name, so that a page of another site cannot reach it
 *       under a name of its own (DNS rebinding).
 *   <li>{@code Origin}, if present, must be the server's own, and {@code Sec-Fetch-Site} must not
 *       be of another site.
 *   <li>The API needs the token, if there is one.
 *   <li>An action is a POST of JSON with the header {@value #ACTION}, which no page of another site
 *       can send without being asked, and which the browser therefore refuses.
 * </ul>
 */
final class RequestGuard {
  /** The header that every action has. */
  static final String ACTION = "X-Portage-Action";

  private static final String BEARER = "Bearer ";

  private final Set<String> hosts = new HashSet<>();
  private final byte @Nullable [] token;
  private final boolean actions;

  /**
   * Creates a guard.
   *
   * @param port the port that the server has
   */
  RequestGuard(ConsoleSettings settings, int port) {
    String address = settings.bind().getAddress().getHostAddress().toLowerCase(Locale.ROOT);
    add(address.contains(":") ? "[" + address + "]" : address, port);
    if (settings.bind().getAddress().isLoopbackAddress()) {
      List.of("localhost", "127.0.0.1", "[::1]").forEach(name -> add(name, port));
    }
    settings
        .names()
        .forEach(
            name -> {
              hosts.add(name);
              add(name, port);
            });
    this.token =
        settings.token() == null ? null : settings.token().getBytes(StandardCharsets.UTF_8);
    this.actions = settings.actions();
  }

  private void add(String name, int port) {
    hosts.add(name + ":" + port);
  }

  /** Checks what every request must have, also that for a page. */
  void checkSender(Headers headers) throws Refusal {
    List<String> host = headers.getOrDefault("Host", List.of());
    if (host.size() != 1 || !hosts.contains(host.get(0).toLowerCase(Locale.ROOT))) {
      throw new Refusal(421, "this server does not have the name in Host (--host adds a name)");
    }
    for (String origin : headers.getOrDefault("Origin", List.of())) {
      if (!isOwn(origin)) {
        throw new Refusal(403, "requests of other sites are refused");
      }
    }
    for (String site : headers.getOrDefault("Sec-Fetch-Site", List.of())) {
      if (site.equals("cross-site") || site.equals("same-site")) {
        throw new Refusal(403, "requests of other sites are refused");
      }
    }
  }

  private boolean isOwn(String origin) {
    String lower = origin.toLowerCase(Locale.ROOT);
    for (String scheme : List.of("http://", "https://")) {
      if (lower.startsWith(scheme) && hosts.contains(lower.substring(scheme.length()))) {
        return true;
      }
    }
    return false;
  }

  /** Checks the token. */
  void checkToken(Headers headers) throws Refusal {
    if (token == null) {
      return;
    }
    String given = headers.getFirst("Authorization");
    if (given == null
        || !given.regionMatches(true, 0, BEARER, 0, BEARER.length())
        || !MessageDigest.isEqual(
            token, given.substring(BEARER.length()).getBytes(StandardCharsets.UTF_8))) {
      throw new Refusal(401, "the token is missing or wrong");
    }
  }

  /** Checks what an action must have in addition. */
  void checkAction(Headers headers) throws Refusal {
    if (!actions) {
      throw new Refusal(403, "this console shows only: start it with --allow-actions");
    }
    if (!"1".equals(headers.getFirst(ACTION))) {
      throw new Refusal(403, "an action needs the header " + ACTION + ": 1");
    }
    String type = headers.getFirst("Content-Type");
    if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
      throw new Refusal(415, "an action needs Content-Type: application/json");
    }
  }
}
