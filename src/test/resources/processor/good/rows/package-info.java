@Database(app = "rows")
package com.example.rows;

import dev.tidemark.annotation.Database;
