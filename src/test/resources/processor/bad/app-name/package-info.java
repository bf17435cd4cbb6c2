@Database(app = "Not an App", schema = "pg_bad")
package com.example;

import dev.tidemark.annotation.Database;
