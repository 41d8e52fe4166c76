package io.portage.launcher.cutover;

import io.portage.config.TableConfig;

/**
 * A source table and its target.
 *
 * @param source the name in the source's database
 * @param config the entry of the configuration, whose {@code to} is the target
 */
record TablePair(String source, TableConfig config) {
  String target() {
    return config.to();
  }
}
