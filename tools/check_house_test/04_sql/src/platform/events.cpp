void next(Read& db) { db.all("SELECT id FROM event"_sql); }
