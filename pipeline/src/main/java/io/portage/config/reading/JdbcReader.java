package io.portage.config.reading;

import io.portage.config.JdbcConfig;
import io.portage.config.Secret;
import io.portage.config.yaml.YamlMapping;
import io.portage.config.yaml.YamlValue;
import io.portage.target.Dialects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a database connection. */
public final class JdbcReader {
  /** The scheme of a JDBC URL, without the part that may contain a password. */
  private static final Pattern SCHEME = Pattern.compile("jdbc:[A-Za-z0-9]+:");

  private JdbcReader() {}

  /**
   * Reads the connection of a reference. Not checked: that a dialect supports the database, which
   * fails when the connection is opened.
   */
  public static JdbcConfig read(YamlMapping section) {
    return read(section, section.required("url"));
  }

  /** Reads the connection of the target or of the source, whose database must have a dialect. */
  public static JdbcConfig withDialect(YamlMapping section) {
    YamlValue field = section.required("url");
    JdbcConfig config = read(section, field);
    if (config.url().startsWith("jdbc:") && Dialects.find(config.url()).isEmpty()) {
      Matcher scheme = SCHEME.matcher(config.url());
      field.reject(
          "no dialect for " + (scheme.lookingAt() ? scheme.group() : "this JDBC URL") + write());
    }
    return config;
  }

  private static String write() {
    return " (write " + Dialects.urlForms() + ")";
  }

  private static JdbcConfig read(YamlMapping section, YamlValue field) {
    String url = field.text();
    if (!url.isEmpty() && !url.startsWith("jdbc:")) {
      // The text is not quoted, because a URL may contain a password.
      field.reject("not a JDBC URL" + write());
    }
    Secret user = SecretReader.read(section.required("user"));
    Secret password = SecretReader.read(section.required("password"));
    return new JdbcConfig(url, user, password);
  }
}
