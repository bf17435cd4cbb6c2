@Database(app = "multi", schema = "core")
package com.example.multi;

import dev.tidemark.annotation.Database;
