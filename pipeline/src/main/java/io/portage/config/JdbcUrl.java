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
 * A JDBC URL, taken apart into what may be shown and what may not.
 *
 * <p>Secret are the password of {@code //user:password@host} and every parameter whose name says
 * password, secret, token, key or the like, whichever way a database writes parameters: {@code
 * ?name=value&...}, {@code ;name=value} or {@code (name=value)}. Not guaranteed: that a secret
 * under another name, or within the database's name, is found.
 *
 * @param shown the URL for people: each secret is {@value #HIDDEN}
 * @param bare the URL without the secrets that a driver takes as properties as well: those of
 *     {@code //user:password@} and behind {@code ?}
 * @param properties what {@code bare} lacks, by the driver's name for it, decoded
 */
public record JdbcUrl(String shown, String bare, Map<String, String> properties) {
  /** What is shown in the place of a secret. */
  public static final String HIDDEN = "***";

  private static final Pattern SECRET_NAME =
      Pattern.compile("pass(word|wd|phrase|code)|passwd|pwd|secret|token|key|credential");

  /** The user of a login, and the colon that no port follows. */
  private static final String USER = "//([^/?#@:,;(]*):(?!\\d+(?:[/?,;]|$))";

  /** The user and the password in front of the host; the password may hold anything. */
  private static final Pattern LOGIN = Pattern.compile(USER + "(.*)@");

  /** The same up to the host, where a question mark belongs to the password. */
  private static final Pattern TO_HOST = Pattern.compile(USER + "[^/]*@");

  /** Oracle's {@code thin:user/password@}. */
  private static final Pattern ORACLE_LOGIN = Pattern.compile("(:[^/:@?]+/)([^?]*)(@)");

  /** A parameter behind {@code ;}, in parentheses or after a comma in them; it may hold commas. */
  private static final Pattern INNER =
      Pattern.compile("([;(,]\\s*)([^=;(),?]+)=(\\{[^}]*\\}|(?:(?!,\\s*[^=;(),?]+=)[^;)])*)");

  private static final Pattern ANY = Pattern.compile("jdbc:[^\\s\"'<>]+", Pattern.CASE_INSENSITIVE);

  /** Takes a URL apart. Never fails: what is no URL has no secrets that could be known. */
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

  /** The URL for people. */
  public static String show(String url) {
    return of(url).shown();
  }

  /** A text of somebody else's, such as an exception's message, with every JDBC URL in it shown. */
  public static String showIn(String text) {
    return ANY.matcher(text).replaceAll(url -> Matcher.quoteReplacement(show(url.group())));
  }

  /** Whether a password or another secret stands in it. */
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

  /** As drivers decode it; what is not encoded well is taken as it stands. */
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
