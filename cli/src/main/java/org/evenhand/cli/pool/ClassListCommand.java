package org.evenhand.cli.pool;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.evenhand.cli.ExitCode;
import org.evenhand.cli.UserError;
import org.evenhand.cli.connect.Connection;
import org.evenhand.cli.connect.PoolClient;
import org.evenhand.cli.output.Amounts;
import org.evenhand.cli.output.OutputOptions;
import org.evenhand.cli.output.Table;
import org.evenhand.client.EvenhandException;
import org.evenhand.core.json.Json;
import org.evenhand.core.model.TaskClass;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code evenhand class list}. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "List the task classes of a pool: what one task takes, how urgent it is, and how long it runs.",
        footer = {"", "Example:  evenhand class list --data my-network"})
final class ClassListCommand implements Callable<Integer> {
    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private Connection connection = new Connection();

    @Override
    public Integer call() throws IOException, UserError, EvenhandException, InterruptedException {
        try (PoolClient opened = connection.open(Connection.ADMIN)) {
            List<TaskClass> classes = opened.client().listClasses(opened.pool());
            Table table = Table.ofText("class", "priority", "expected", "attempts", "movable", "one task takes");
            for (TaskClass one : classes) {
                table.row(
                        one.name(),
                        one.priority(),
                        one.expectedMillis() + " ms",
                        one.attempts(),
                        one.movable() ? "yes" : "no",
                        Amounts.text(one.demand()));
            }
            output.result(
                    Json.object()
                            .put(
                                    "classes",
                                    Json.of(classes.stream()
                                            .map(TaskClass::toJson)
                                            .toList()))
                            .build(),
                    classes.isEmpty() ? List.of("pool " + opened.pool() + " has no class yet") : table.lines());
        }
        return ExitCode.OK.number();
    }
}
