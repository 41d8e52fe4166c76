package io.portage.config;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A JDBC URL, separated into its public part and its secrets.
 *
 * <p>Secrets are the password of {@code //user:password@host} and every parameter with a name such
 * as password, secret, token or key, in each database's syntax: {@code ?name=value&...}, {@code
 * ;name=value} or {@code (name=value)}. A secret under another name, or within the database's name,
 * is not guaranteed to be found.
 *
 * @param shown the URL for messages, with {@value #HIDDEN} for each secret
 * @param bare the URL without the secrets that a driver also accepts as properties: those of {@code
 *     //user:password@} and after {@code ?}
 * @param properties the secrets removed from {@code bare}, decoded, by the driver's property name
 */
public record JdbcUrl(String shown, String bare, Map<String, String> properties) {
  /** Replaces a secret in {@code shown}. */
  public static final String HIDDEN = "***";

  private static final Pattern SECRET_NAME =
      Pattern.compile("pass(word|wd|phrase|code)|passwd|pwd|secret|token|key|credential");

  /** The user of a login, followed by a colon that does not introduce a port. */
  private static final String USER = "//([^/?#@:,;(]*):(?!\\d+(?:[/?,;]|$))";

  /** The user and the password before the host; the password may contain any character. */
  private static final Pattern LOGIN = Pattern.compile(USER + "(.*)@");

  /** As LOGIN, up to the host: a question mark before the host belongs to the password. */
  private static final Pattern TO_HOST = Pattern.compile(USER + "[^/]*@");

  /** Oracle's {@code thin:user/password@}. */
  private static final Pattern ORACLE_LOGIN = Pattern.compile("(:[^/:@?]+/)([^?]*)(@)");

  /**
   * A parameter after {@code ;}, in parentheses, or after a comma in them; its value may contain
   * commas.
   */
  private static final Pattern INNER =
      Pattern.compile("([;(,]\\s*)([^=;(),?]+)=(\\{[^}]*\\}|(?:(?!,\\s*[^=;(),?]+=)[^;)])*)");

  private static final Pattern ANY = Pattern.compile("jdbc:[^\\s\"'<>]+", Pattern.CASE_INSENSITIVE);

  /** Parses a URL. Never fails: a text that is not a URL has no detectable secrets. */
  public static JdbcUrl of(String url) {
    Matcher toHost = TO_HOST.matcher(url);
    int question = url.indexOf('?', toHost.find() ? toHost.end() : 0);
    String place = question < 0 ? url : url.substring(0, question);
    Map<String, String> properties = new LinkedHashMap<>();
    String shownPlace = inner(place);
    String barePlace = place;
    Matcher login = LOGIN.matcher(place);
    if (login.find()) {
      String user = login.group(1);
      shownPlace = inner(login.replaceFirst("//$1:" + Matcher.quoteReplacement(HIDDEN) + "@"));
      barePlace = login.replaceFirst("//");
      properties.put("user", decoded(user));
      properties.put("password", decoded(login.group(2)));
    } else if (place.startsWith("jdbc:oracle:")) {
      shownPlace =
          ORACLE_LOGIN
              .matcher(shownPlace)
              .replaceFirst("$1" + Matcher.quoteReplacement(HIDDEN) + "$3");
    }
    if (question < 0) {
      return new JdbcUrl(shownPlace, barePlace, Map.copyOf(properties));
    }
    List<String> shown = new ArrayList<>();
    List<String> bare = new ArrayList<>();
    for (String parameter : url.substring(question + 1).split("&", -1)) {
      int equals = parameter.indexOf('=');
      String name = decoded(equals < 0 ? parameter : parameter.substring(0, equals));
      if (equals < 0 || !isSecret(name)) {
        shown.add(inner(parameter));
        bare.add(parameter);
      } else {
        shown.add(parameter.substring(0, equals + 1) + HIDDEN);
        properties.put(name, decoded(parameter.substring(equals + 1)));
      }
    }
    return new JdbcUrl(
        shownPlace + "?" + String.join("&", shown),
        bare.isEmpty() ? barePlace : barePlace + "?" + String.join("&", bare),
        Map.copyOf(properties));
  }

  /** Returns the URL for messages. */
  public static String show(String url) {
    return of(url).shown();
  }

  /**
   * Returns a foreign text, such as an exception's message, with the secrets of every JDBC URL
   * hidden.
   */
  public static String showIn(String text) {
    return ANY.matcher(text).replaceAll(url -> Matcher.quoteReplacement(show(url.group())));
  }

  /** Returns true if the URL contains a password or another secret. */
  public boolean hasSecrets() {
    return shown.contains(HIDDEN);
  }

  private static String inner(String text) {
    return INNER
        .matcher(text)
        .replaceAll(
            parameter ->
                Matcher.quoteReplacement(
                    isSecret(parameter.group(2))
                        ? parameter.group(1) + parameter.group(2) + "=" + HIDDEN
                        : parameter.group()));
  }

  private static boolean isSecret(String name) {
    return SECRET_NAME.matcher(name.toLowerCase(Locale.ROOT)).find();
  }

  /** Decodes as drivers do; a malformed text is returned unchanged. */
  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      return text;
    }
  }

  @Override
  public String toString() {
    return shown;
  }
}
