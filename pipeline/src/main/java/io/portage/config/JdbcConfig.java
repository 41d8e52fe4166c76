package io.portage.config;

import java.io.Serializable;

/**
 * A database connection.
 *
 * @param url the JDBC URL
 * @param user the user
 * @param password the password
 */
public record JdbcConfig(String url, Secret user, Secret password) implements Serializable {}
