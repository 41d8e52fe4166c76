/**
 * The formats of tools that read MySQL's binlog: {@code maxwell-json} (Maxwell) and {@code
 * canal-json} (Canal, TiCDC).
 */
@org.jspecify.annotations.NullMarked
package io.portage.decode.mysql;
