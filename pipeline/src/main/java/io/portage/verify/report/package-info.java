/** Values of a verification: its findings, by table. */
@org.jspecify.annotations.NullMarked
package io.portage.verify.report;
