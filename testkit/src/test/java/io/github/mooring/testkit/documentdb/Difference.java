package io.github.mooring.testkit.documentdb;

/** In what the engines differ: a command, the code with which it fails on each, 0 for success, and why that is so. */
enum Difference {
    CREATE_EXISTING(
            "{create: 'things'}", 48, 0, "servers since 7.0 take a repeated create; the memory engine does not"),
    PIPELINE_UPDATE(
            "{findAndModify: 'things', query: {}, update: [{$set: {m: '$n'}}]}",
            238,
            0,
            "the memory engine has no updates by pipelines"),
    SET_WINDOW_FIELDS(
            "{aggregate: 'things', pipeline: [{$setWindowFields: {sortBy: {n: 1}, output: {r: {$rank: {}}}}}], cursor: {}}",
            40324,
            0,
            "the memory engine has the older stages only"),
    UNION_WITH(
            "{aggregate: 'things', pipeline: [{$unionWith: 'things'}], cursor: {}}",
            40324,
            0,
            "the memory engine has the older stages only"),
    DOCUMENTS(
            "{aggregate: 1, pipeline: [{$documents: [{n: 1}]}], cursor: {}}",
            73,
            0,
            "the memory engine aggregates collections only"),
    LARGEST_BATCH(
            "{find: 'things', batchSize: {$numberLong: '2147483648'}}",
            0,
            2,
            "the extension reads a size of more than 2147483647 as negative"),
    LET(
            "{find: 'things', filter: {$expr: {$eq: ['$n', '$$x']}}, let: {x: 1}}",
            238,
            0,
            "the memory engine knows no variables and says so"),
    COLLATION(
            "{find: 'things', filter: {s: 'A'}, collation: {locale: 'en', strength: 2}}",
            238,
            115,
            "neither has collations; the extension's are switched off"),
    CHANGE_STREAM(
            "{aggregate: 'things', pipeline: [{$changeStream: {}}], cursor: {}}",
            40573,
            115,
            "a standalone server says 40573; the extension does not know the stage"),
    VIEW("{create: 'view', viewOn: 'things', pipeline: []}", 238, 0, "the memory engine has no views"),
    UNKNOWN_OPTION("{count: 'things', nonsense: 1}", 40415, 2, "the extension has one code for all bad values"),
    CAPPED("{create: 'capped', capped: true, size: 1000}", 238, 115, "neither has capped collections"),
    MISSING_DROP("{drop: 'none'}", 26, 0, "servers since 7.0 take a drop of nothing; the memory engine does not");

    final String command;
    final int memory;
    final int documentDb;
    final String reason;

    Difference(String command, int memory, int documentDb, String reason) {
        this.command = command;
        this.memory = memory;
        this.documentDb = documentDb;
        this.reason = reason;
    }
}
