package io.portage.config;

import java.io.Serializable;

/**
 * A database connection.
 *
 * @param url the JDBC URL, which may hold secrets: {@link JdbcUrl#show} is for messages
 * @param user the user
 * @param password the password
 */
public record JdbcConfig(String url, Secret user, Secret password) implements Serializable {
  /** The URL's secrets are hidden, as the password is. */
  @Override
  public String toString() {
    return "JdbcConfig[url="
        + JdbcUrl.show(url)
        + ", user="
        + user
        + ", password="
        + password
        + "]";
  }
}
