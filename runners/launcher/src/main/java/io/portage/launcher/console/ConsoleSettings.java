package io.portage.launcher.console;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a console.
 *
 * @param bind the address and the port; port 0 for any free one
 * @param names further names in {@code Host}, such as that of a reverse proxy, in lower case
 * @param token the token that every request to the API needs; null for none, on a loopback address
 *     only
 * @param actions true if dead letters can be replayed, edited and accepted
 * @param values true if row values are shown
 * @param reports the files with reports, by job
 */
record ConsoleSettings(
    InetSocketAddress bind,
    Set<String> names,
    @Nullable String token,
    boolean actions,
    boolean values,
    Map<String, ReportPaths> reports) {
  /** Checks that another than a loopback address has a token. */
  ConsoleSettings {
    if (token == null && !bind.getAddress().isLoopbackAddress()) {
      throw new IllegalArgumentException(
          "a token is required on an address that other machines reach: "
              + bind.getAddress().getHostAddress());
    }
  }
}
